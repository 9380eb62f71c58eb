// @ts-check
/** The look of the list of suggestions. It comes with the list, in the colours of `www/style/colours.css`. */
export default `
.suggestions {
  display: grid;
  max-height: 20em;
  overflow-y: auto;
  border: 1.5px solid var(--_border);
  border-radius: var(--_radius);
  background: var(--_surface);
  list-style: none;
}
.suggestions [role='option'] {
  padding: 10px 12px;
  cursor: pointer;
}
.suggestions [role='option']:hover {
  background: var(--_raised);
}
.suggestions [aria-selected='true'] {
  background: var(--_raised);
  box-shadow: inset 4px 0 var(--_link);
}
.suggestions .hint {
  display: block;
}
.field > [role='status']:empty {
  display: none;
}
`;
