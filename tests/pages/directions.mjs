// @ts-check
// Pages that are written from right to left, and words of the module that are.

/** @type {import('./played-site.mjs').PartnerPage[]} */
export const PAGES = [
  { name: 'a page in Arabic', attributes: 'dir="rtl" lang="ar"' },
  { name: 'a page in Hebrew', attributes: 'dir="rtl" lang="he"' },
  { name: 'a section from right to left', html: '<body><div dir="rtl">{module}</div>' },
  { name: 'a style from right to left', head: '<style>body { direction: rtl; unicode-bidi: bidi-override }</style>' },
  { name: 'the element from right to left', html: `<body>{module}<script>document.querySelector('xpollens-onboarding').dir = 'rtl'</script>` },
];
/** Words of the module in Arabic, as an integrator hands them over. */
const ARABIC = {
  'rail.label': 'الخطوات',
  'rail.position': 'اكتمل {done} من {count} · {step}',
  'handoff.heading': 'تابع على هاتفك',
  'handoff.step1': 'افتح التطبيق.',
  'handoff.step2': 'اختر «مسح الرمز».',
  'handoff.step3': 'وجّه الكاميرا إلى هذه الشاشة.',
  'waiting.kept': 'نحتفظ بمكانك حتى {date}.',
  'transfer.heading': 'قم بتحويل',
  'transfer.iban': 'رقم الحساب',
  'step.profile': 'بياناتك',
  'step.device': 'هاتفك',
};
export const IN_ARABIC = {
  name: 'words in Arabic',
  attributes: 'dir="rtl" lang="ar"',
  html: `<body>{module}<script>document.querySelector('xpollens-onboarding').options = { texts: ${JSON.stringify(ARABIC)} }</script>`,
};
