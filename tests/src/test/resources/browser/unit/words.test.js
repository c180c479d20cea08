import { bytes, clock, count, counted, duration, middle, millis, rate, share, since, zone } from '/ui/app/words.js';
import { equal, test } from './test.js';

// Numbers and their units are kept together by a narrow space that does not break.
const plain = (text) => text.replaceAll('\u202f', ' ');

test('counts are grouped and agree with their noun', () => {
  equal(count(1240), '1,240');
  equal([0, 1, 2].map((n) => counted(n, 'flow')), ['0 flows', '1 flow', '2 flows']);
  equal(counted(2, 'policy', 'policies'), '2 policies');
});

test('rates have two digits and a unit', () => {
  equal([0, 0.04, 4.25, 41.25, 412, 1234.5, 2.5e6].map((n) => plain(rate(n))), ['0/s', '0.04/s', '4.3/s', '41.3/s', '412/s', '1.2 k/s', '2.5 M/s']);
});

test('what is not nothing never reads as 0 %, what is not all never as 100 %', () => {
  equal([0, 0.00001, 0.0384, 0.38, 0.9996, 1].map((n) => plain(share(n))), ['0 %', '< 0.1 %', '3.8 %', '38 %', '> 99.9 %', '100 %']);
});

test('latencies change their unit at a second', () => {
  equal([0.84, 840, 999, 1000, 10024].map((n) => plain(millis(n))), ['0.84 ms', '840 ms', '999 ms', '1 s', '10 s']);
});

test('bytes go by 1024', () => {
  equal([0, 1023, 1024, 118251166].map((n) => plain(bytes(n))), ['0 B', '1,023 B', '1 KiB', '113 MiB']);
});

test('lengths of time have two units at most', () => {
  equal([-1, 0, 59, 60, 1020, 5400, 3600, 90000].map(duration), ['0 s', '0 s', '59 s', '1 min', '17 min', '1 h 30 min', '1 h', '1 d 1 h']);
});

test('a time of another day says the day', () => {
  const now = new Date(2026, 10, 28, 2, 31);
  equal(clock(new Date(2026, 10, 28, 2, 14, 5), now), '02:14');
  equal(clock(new Date(2026, 10, 28, 2, 14, 5), now, true), '02:14:05');
  equal(clock(new Date(2026, 10, 27, 23, 59), now), '2026-11-27 23:59');
  equal(since(new Date(2026, 10, 28, 2, 14), now), 'since 02:14 (17 min)');
});

test('the zone is the offset of the viewer', () => {
  const at = (minutes) => zone({ getTimezoneOffset: () => minutes });
  equal([0, -120, 210].map(at), ['UTC', 'UTC+02:00', 'UTC−03:30']);
});

test('a long name keeps both ends', () => {
  equal(middle('cart', 10), 'cart');
  const short = middle('checkout-service-v2-canary', 18);
  equal(short.length, 18);
  equal([short.startsWith('checkout-'), short.includes('…'), short.endsWith('canary')], [true, true, true]);
});
