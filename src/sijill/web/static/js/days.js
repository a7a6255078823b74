// Days as numbers from 1970-01-01, their names in Gregorian and Hijri, and the days, weeks and months of a timeline.
const DAY = 86_400_000;
export const dayOf = (iso) => Math.round(Date.parse(`${iso}T00:00:00Z`) / DAY);
export const isoOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

const format = (lang, calendar, options) =>
  new Intl.DateTimeFormat(`${lang === "ar" ? "ar" : "en-GB"}-u-ca-${calendar}-nu-latn`, { timeZone: "UTC", ...options });
const LONG = { day: "numeric", month: "long", year: "numeric" };
const made = new Map();
const told = (day, lang, calendar, options) => {
  const key = `${lang} ${calendar} ${JSON.stringify(options)}`;
  if (!made.has(key)) made.set(key, format(lang, calendar, options));
  return made.get(key).format(day * DAY);
};
let months = null; // as the rest of the desk names them: in Arabic each has two names
export const nameMonths = (names) => { months = names; };
export const gregorian = (day, lang, options = LONG) => {
  if (options.month !== "long" || !months) return told(day, lang, "gregory", options);
  const at = new Date(day * DAY);
  return [options.day ? at.getUTCDate() : "", months[at.getUTCMonth()], at.getUTCFullYear()].filter(Boolean).join(" ");
};
export const hijri = (day, lang, options = LONG) => told(day, lang, "islamic-umalqura", options);

const month = (day) => {
  const at = new Date(day * DAY);
  return at.getUTCFullYear() * 12 + at.getUTCMonth();
};
// A grain: the number of the bin that holds a day, the first day of a bin, and how the bin is called.
export const GRAINS = {
  day: { bin: (day) => day, start: (bin) => bin, name: (bin, lang) => gregorian(bin, lang) },
  week: {
    bin: (day) => Math.floor((day + 3) / 7), start: (bin) => bin * 7 - 3,
    name: (bin, lang) => `${gregorian(bin * 7 - 3, lang)} – ${gregorian(bin * 7 + 3, lang)}`,
  },
  month: {
    bin: month, start: (bin) => Date.UTC(Math.floor(bin / 12), bin % 12, 1) / DAY,
    name: (bin, lang) => gregorian(Date.UTC(Math.floor(bin / 12), bin % 12, 1) / DAY, lang, { month: "long", year: "numeric" }),
  },
};
// The grain that gives a span a readable number of bars.
export const grainFor = (days) => (days <= 95 ? "day" : days <= 760 ? "week" : "month");
