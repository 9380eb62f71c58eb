// @ts-check
// What text looks like by its computed styles, and what differs between two pages.

/**
 * The style of the text of each element, by what the page could hand down.
 * @param {import('playwright-core').Page} page
 */
export function readTextStyles(page) {
  return page.evaluate(() => {
    const names =
      /^(font|text|line-height|letter|word|white-space|hyphen|overflow-wrap|tab-size|list-style|quotes|border-(spacing|collapse)|caption|empty|cursor|user-select|-webkit-(text(?!-decorations-in-effect)|user)|writing|color$|fill|stroke|caret|accent|visibility|pointer)/;
    const root = document.querySelector('xpollens-onboarding')?.shadowRoot;
    return [...(root?.querySelectorAll('.root, .root *') ?? [])].map((element) => {
      const style = getComputedStyle(element);
      const inherited = [...style].filter((name) => names.test(name));
      const name = `${element.localName}.${element.getAttribute('class')}`;
      return [name, ...inherited.map((name) => `${name}: ${style.getPropertyValue(name)}`)].join('; ');
    });
  });
}

/**
 * What is not as it was.
 * @param {string[]} plain
 * @param {string[]} styled
 */
export function styleDifferences(plain, styled) {
  const changed = styled.flatMap((words, index) => {
    const before = new Set(plain[index]?.split('; '));
    return words.split('; ').filter((word) => !before.has(word));
  });
  return [...new Set(changed)];
}
