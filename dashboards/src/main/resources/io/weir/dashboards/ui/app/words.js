// Numbers and times as people say them. Pure: everything here is given what it needs.

const GROUPED = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const NARROW_SPACE = '\u202f';

/** 1240 -> "1,240". */
export function count(n) {
  return GROUPED.format(n);
}

/** A count with its noun: 1 -> "1 flow", 12 -> "12 flows". */
export function counted(n, noun, nouns = `${noun}s`) {
  return `${count(n)} ${n === 1 ? noun : nouns}`;
}

/** 1234.5 -> "1.2 k/s", 0.04 -> "0.04/s". */
export function rate(perSecond) {
  if (perSecond >= 1e6) return `${short(perSecond / 1e6)}${NARROW_SPACE}M/s`;
  if (perSecond >= 1e3) return `${short(perSecond / 1e3)}${NARROW_SPACE}k/s`;
  return `${short(perSecond)}/s`;
}

function short(n) {
  if (n === 0) return '0';
  if (n >= 100) return n.toFixed(0);
  if (n >= 10) return trimmed(n.toFixed(1));
  return trimmed(n.toPrecision(2));
}

function trimmed(text) {
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

/** 0.0384 -> "3.8 %". What is not nothing never reads as 0 %, and what is not all never as 100 %. */
export function share(ratio) {
  const percent = ratio * 100;
  if (percent > 0 && percent < 0.1) return `<${NARROW_SPACE}0.1${NARROW_SPACE}%`;
  if (percent < 100 && percent > 99.9) return `>${NARROW_SPACE}99.9${NARROW_SPACE}%`;
  const digits = percent === 0 || percent === 100 || (percent >= 10 && percent <= 90) ? 0 : 1;
  return `${percent.toFixed(digits)}${NARROW_SPACE}%`;
}

/** A share that is compared with a target, not rounded to it: 0.9995 -> "99.95 %". */
export function exact(ratio, digits = 3) {
  const percent = ratio * 100;
  const scale = 10 ** digits;
  return `${Math.floor(percent * scale + 1e-6) / scale}${NARROW_SPACE}%`;
}

/** How fast a budget burns: 1 spends exactly all of it in its period. 37.6 -> "38×", 5.48 -> "5.5×". */
export function burn(rate) {
  if (rate > 0 && rate < 0.1) return '<0.1×';
  return `${rate >= 9.95 ? count(rate) : trimmed(rate.toFixed(1))}×`;
}

/** Milliseconds: 0.84 -> "0.84 ms", 840 -> "840 ms", 10024 -> "10 s". */
export function millis(ms) {
  if (ms < 1000) return `${short(ms)}${NARROW_SPACE}ms`;
  return `${short(ms / 1000)}${NARROW_SPACE}s`;
}

/** Bytes in powers of 1024: 118251166 -> "113 MiB". */
export function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  while (n >= 1024 && unit < units.length - 1) {
    n /= 1024;
    unit++;
  }
  return `${unit === 0 ? count(n) : short(n)}${NARROW_SPACE}${units[unit]}`;
}

/** A length of time, in its two largest units at most: 1020 -> "17 min", 5400 -> "1 h 30 min". */
export function duration(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  if (s < 86400) return two(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return two(Math.floor(s / 86400), 'd', Math.floor((s % 86400) / 3600), 'h');
}

function two(large, largeUnit, small, smallUnit) {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

const pad = (n) => String(n).padStart(2, '0');

/** The time of day in the viewer's zone, with the date where it is another day than `now`. */
export function clock(time, now = new Date(), withSeconds = false) {
  const at = new Date(time);
  const day =
    at.toDateString() === new Date(now).toDateString()
      ? ''
      : `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())} `;
  return `${day}${pad(at.getHours())}:${pad(at.getMinutes())}${withSeconds ? `:${pad(at.getSeconds())}` : ''}`;
}

/** "since 02:14 (17 min)". */
export function since(time, now = new Date()) {
  return `since ${clock(time, now)} (${duration((new Date(now) - new Date(time)) / 1000)})`;
}

/** The viewer's offset from UTC: "UTC+02:00". */
export function zone(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const all = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(all / 60))}:${pad(all % 60)}`;
}

/** Keeps both ends of a name that is too long: "checkout-se…-canary". */
export function middle(text, max) {
  if (text.length <= max) return text;
  const head = Math.ceil((max - 1) * 0.6);
  return `${text.slice(0, head)}…${text.slice(text.length - (max - 1 - head))}`;
}
