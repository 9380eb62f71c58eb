// @ts-check
// What kinds of customers there are, for the summary of `npm run people`: by birth, home and phone.

/** Before this year, the departments around Paris were others. */
const NEW_DEPARTMENTS = 1968;
const OVERSEAS = ['GP', 'MQ', 'GF', 'RE', 'YT', 'PM', 'BL', 'MF', 'NC', 'PF', 'WF', 'TF'];

/**
 * @param {import('../support/people.mjs').Person} person
 * @returns {string[]} one of births, one of homes, one of phones
 */
export function kindsOf({ typed, sent = {} }) {
  const year = Number(typed.birthDate.slice(0, 4));
  const france = year < NEW_DEPARTMENTS ? 'France before 1968' : 'France';
  const home = typed['address.zipCode'].replace(/\D/g, '').startsWith('974') ? 'Réunion' : 'France';
  return [
    `born: ${territory(typed.birthCountry, france)}`,
    `home: ${home === 'Réunion' ? home : territory(typed['address.country'], home)}`,
    `phone: ${plan(sent.Phonenumber)}`,
  ];
}

/** @param {string} country @param {string} france */
function territory(country, france) {
  if (country === 'FR') return france;
  return OVERSEAS.includes(country) ? 'overseas' : 'abroad';
}

/** @param {string} [number] none is known of a customer who is refused: all of them have metropolitan numbers */
function plan(number = '+33') {
  if (number.startsWith('+33')) return 'France';
  return /^\+(262|590|594|596|508|681|687|689)/.test(number) ? 'overseas' : 'abroad';
}
