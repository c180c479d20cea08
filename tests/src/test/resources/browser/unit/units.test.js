import { burn, exact } from '/ui/app/words.js';
import { BURN, counts, PERCENT } from '/ui/parts/units.js';
import { described } from '/ui/parts/described.js';
import { equal, test } from './test.js';

const plain = (text) => text.replaceAll('\u202f', ' ');

test('a share is not rounded to its target', () => {
  equal([0.9995, 0.99999, 0.995, 1, 0, 0.7].map((share) => plain(exact(share))), ['99.95 %', '99.999 %', '99.5 %', '100 %', '0 %', '70 %']);
  equal(plain(exact(0.9949999)), '99.499 %');
});

test('burn rates', () => {
  equal([0, 0.004, 0.65, 1, 5.48, 37.6, 1000].map(burn), ['0×', '<0.1×', '0.7×', '1×', '5.5×', '38×', '1,000×']);
});

test('ticks of one axis are told apart', () => {
  equal([0.995, 0.9975, 1].map((value) => plain(PERCENT.tick(value, 0.0025))), ['99.50 %', '99.75 %', '100.00 %']);
  equal([0, 0.25, 0.5].map((value) => plain(PERCENT.tick(value, 0.25))), ['0 %', '25 %', '50 %']);
  equal(BURN.tick(0.5, 0.5), '0.5×');
  equal([0.5, 1200, 25000].map((value) => plain(counts('drops').tick(value))), ['', '1,200', '25 k']);
});

test('a chart in words', () => {
  const at = (time) => +new Date(`2026-03-01T${time}:00`);
  const what = {
    title: 'Good events',
    kind: 'line',
    unit: PERCENT,
    from: at('10:00'),
    to: at('11:00'),
    series: [{ name: 'good', values: [0.5, undefined, 1, 0.75] }],
    thresholds: [{ value: 0.99, label: 'objective 99 %' }],
    spans: [{ kind: 'missing', from: 0, to: 1 }, { kind: 'silent', from: 1, to: 2 }],
    markers: [{ at: at('10:30'), label: 'alert fast' }, { at: at('12:00'), label: 'later' }],
  };
  const day = plain(described(what));
  equal(day.endsWith('good: between 50 % and 100 %, last 75 %. objective 99 %. incomplete in 1 span. 2026-03-01 10:30 alert fast'), true, day);
  const counted = { ...what, kind: 'stack', unit: counts('drops'), series: [{ name: 'a', values: [1, 4] }, { name: 'b', values: [undefined] }] };
  equal(described(counted).includes('a: 5 drops in all, at most 4 drops at once. b: nothing.'), true, described(counted));
});
