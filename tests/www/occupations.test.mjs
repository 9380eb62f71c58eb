// @ts-check
// Everyday job titles lead to a code that fits, whoever types them and however.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { occupations as english } from '../../www/occupations/en.js';
import { finder } from '../../www/occupations/find.js';
import { occupations as french } from '../../www/occupations/fr.js';

/** What people say they are, and the codes that fit. The titles are not taken from the list. */
const FRENCH = /** @type {[string, string][]} */ ([
  ['infirmière', '43'], ['infirmier', '43'], ['aide-soignante', '52'], ['médecin', '31 34'], ['dentiste', '31'],
  ['pharmacien', '31 34'], ['kiné', '43'], ['sage-femme', '43'], ['ambulancier', '52 21'], ['psychologue', '31 34'],
  ['secrétaire', '54'], ['assistante de direction', '46'], ['comptable', '46'], ['standardiste', '54'],
  ['réceptionniste', '54'], ['téléconseiller', '54'], ['employé de bureau', '54'], ['hôtesse d’accueil', '54'],
  ['assistante RH', '46'], ['gestionnaire de paie', '46'], ['professeur', '34 42'], ['prof de maths', '34 42'],
  ['institutrice', '42'], ['professeur des écoles', '42'], ['éducatrice', '43 42'], ['animateur', '43'],
  ['AESH', '52'], ['formateur', '42'], ['moniteur d’auto-école', '42'], ['directrice d’école', '42 34'],
  ['plombier', '63 21'], ['électricien', '63 21'], ['maçon', '63 21'], ['menuisier', '63 21'],
  ['peintre en bâtiment', '63 21'], ['carreleur', '63 21'], ['couvreur', '63 21'], ['chauffagiste', '63'],
  ['serrurier', '63 21'], ['paysagiste', '63 21'], ['boulanger', '63 21'], ['pâtissière', '63'],
  ['boucher', '63 21'], ['cuisinier', '63'], ['chef de cuisine', '48'], ['serveur', '56'], ['serveuse', '56'],
  ['barman', '56'], ['plongeur', '56'], ['pizzaiolo', '63'], ['vendeuse', '55'], ['vendeur', '55'],
  ['caissière', '55'], ['coiffeuse', '56 21'], ['esthéticienne', '56 21'], ['fleuriste', '55 21'],
  ['commerçant', '22'], ['restaurateur', '22'], ['opticien', '43 22'], ['libraire', '22'],
  ['chauffeur routier', '64'], ['chauffeur de bus', '64'], ['livreur', '64'], ['taxi', '64 21'], ['VTC', '64 21'],
  ['cariste', '65'], ['magasinier', '65'], ['conducteur de train', '65'], ['préparateur de commandes', '67 65'],
  ['manutentionnaire', '67'], ['policier', '53'], ['gendarme', '53'], ['pompier', '53'], ['militaire', '53'],
  ['agent de sécurité', '53'], ['douanier', '53'], ['facteur', '52'], ['fonctionnaire', '52 45'],
  ['agent d’entretien', '68 52'], ['femme de ménage', '56'], ['ingénieur', '38'], ['développeur', '38'],
  ['informaticien', '38'], ['chef de projet', '38'], ['technicien', '47'], ['technicien informatique', '47'],
  ['architecte', '31 38'], ['avocat', '31'], ['notaire', '31'], ['juriste', '37'], ['journaliste', '35'],
  ['musicien', '35'], ['comédienne', '35'], ['graphiste', '46'], ['photographe', '46 21'],
  ['agriculteur', '12 11 13'], ['ouvrier', '67'], ['soudeur', '62'], ['étudiante', '84'], ['retraité', '77'],
]);
const ENGLISH = /** @type {[string, string][]} */ ([
  ['nurse', '43'], ['midwife', '43'], ['healthcare assistant', '52'], ['doctor', '31 34'], ['dentist', '31'],
  ['pharmacist', '31'], ['physiotherapist', '43'], ['paramedic', '43'], ['psychologist', '31'], ['vet', '31'],
  ['secretary', '54'], ['personal assistant', '46'], ['accountant', '46'], ['bookkeeper', '46'],
  ['receptionist', '54'], ['call centre agent', '54'], ['office worker', '54'], ['office manager', '46'],
  ['clerk', '54'], ['HR manager', '37'], ['teacher', '34 42'], ['primary school teacher', '42'],
  ['teaching assistant', '52'], ['lecturer', '34'], ['professor', '34'], ['tutor', '42'],
  ['driving instructor', '42'], ['personal trainer', '42'], ['youth worker', '43'], ['social worker', '43'],
  ['plumber', '63'], ['electrician', '63'], ['builder', '63'], ['bricklayer', '63'], ['carpenter', '63'],
  ['painter', '63 35'], ['tiler', '63'], ['roofer', '63'], ['plasterer', '63'], ['gardener', '63'], ['baker', '63'],
  ['butcher', '63'], ['chef', '63 48'], ['cook', '63'], ['waiter', '56'], ['waitress', '56'], ['bartender', '56'],
  ['barista', '56'], ['kitchen porter', '68'], ['dishwasher', '56'], ['shop assistant', '55'],
  ['sales assistant', '55'], ['cashier', '55 54'], ['hairdresser', '56'], ['barber', '56'], ['beautician', '56'],
  ['florist', '55'], ['shopkeeper', '22'], ['restaurant owner', '22'], ['estate agent', '46'],
  ['lorry driver', '64'], ['truck driver', '64'], ['bus driver', '64'], ['delivery driver', '64'],
  ['taxi driver', '64 21'], ['forklift driver', '65'], ['warehouse worker', '65'], ['train driver', '65'],
  ['courier', '64'], ['packer', '67'], ['police officer', '53'], ['soldier', '53'], ['firefighter', '53'],
  ['security guard', '53'], ['prison officer', '53'], ['postman', '52'], ['civil servant', '45 33'],
  ['cleaner', '68 56'], ['nanny', '56'], ['childminder', '56'], ['engineer', '38'], ['software engineer', '38'],
  ['developer', '38'], ['web developer', '38'], ['project manager', '38'], ['technician', '47'],
  ['IT support', '47'], ['architect', '31'], ['lawyer', '31'], ['solicitor', '31'], ['journalist', '35'],
  ['musician', '35'], ['actor', '35'], ['graphic designer', '46'], ['photographer', '46'], ['farmer', '12 11 13'],
  ['factory worker', '67 62'], ['welder', '62'], ['student', '84'], ['retired', '77'],
]);
/** The same with what thumbs do to them. */
const MISTYPED = /** @type {const} */ ([
  ['infermière', french, '43'],
  ['infirmiere', french, '43'],
  ['Électricen', french, '63'],
  ['plobmier', french, '63'],
  ['secretaire', french, '54'],
  ['coifeuse', french, '56'],
  ['INGENIEUR', french, '38'],
  ['acountant', english, '46'],
  ['electrican', english, '63'],
  ['nusre', english, '43'],
  ['receptionnist', english, '54'],
  ['hair dresser', english, '56'],
]);
/** How far down somebody looks. */
const SEEN = 5;

for (const [language, titles, occupations] of /** @type {const} */ ([
  ['French', FRENCH, french],
  ['English', ENGLISH, english],
])) {
  test(`at least 95 of 100 everyday titles are found in ${language}`, () => {
    assert.equal(titles.length, 100);
    const find = finder(occupations);
    const missed = titles.filter(([title, codes]) => {
      const seen = find(title).slice(0, SEEN);
      return !seen.some(({ code }) => codes.split(' ').includes(code));
    });
    assert.ok(missed.length <= 5, `missed: ${missed.join(', ')}`);
  });

  test(`every code has a category and titles in ${language}, and no title stands twice under one code`, () => {
    const codes = Object.keys(french.categories);
    assert.equal(codes.length, 42);
    assert.deepEqual(Object.keys(occupations.categories), codes);
    assert.deepEqual(Object.keys(occupations.titles), codes);
    for (const list of Object.values(occupations.titles)) assert.equal(new Set(list.split('|')).size, list.split('|').length, list);
    const count = Object.values(occupations.titles).join('|').split('|').length;
    assert.ok(count >= 300, String(count));
  });
}

test('a mistake does not hide a title', () => {
  for (const [typed, occupations, expected] of MISTYPED) {
    const seen = finder(occupations)(typed).slice(0, SEEN);
    assert.ok(seen.some(({ code }) => code === expected), `${typed}: ${seen.map(({ title }) => title).join(', ')}`);
  }
});

test('nothing is found for what is no job, and nothing for nothing', () => {
  for (const occupations of [french, english]) {
    for (const typed of ['', '  ', 'zzzz', '<script>', '0612345678', 'ωφψ']) assert.deepEqual(finder(occupations)(typed), [], typed);
  }
});

test('French titles name women and men', () => {
  const titles = Object.values(french.titles).join('|').split('|');
  const women = titles.filter((title) => /ère\b|euse\b|rice\b|ienne\b|ée\b|ante\b|ière\b/.test(title));
  assert.ok(women.length > titles.length / 2, String(women.length));
  for (const text of [...titles, ...Object.values(french.categories), ...Object.values(french.words)]) {
    assert.doesNotMatch(text, /'|"| [:;?!]|\d (ans|salariés)/, text);
  }
});
