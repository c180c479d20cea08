// What the axis of a chart counts in: how a value reads, and how a tick does. Pure.
import { burn, count, exact } from '../app/words.js';

/** Digits that tell ticks of an increment apart: 0.25 needs two. */
function digits(increment) {
  let places = 0;
  while (places < 6 && Math.abs(increment * 10 ** places - Math.round(increment * 10 ** places)) > 1e-6) places++;
  return places;
}

/**
 * @typedef {object} Unit
 * @property {string} name
 * @property {(value: number) => string} text
 * @property {(value: number, increment: number) => string} tick
 */

/** Shares of 1. */
export const PERCENT = {
  name: '%',
  text: (value) => exact(value),
  tick: (value, increment) => `${(value * 100).toFixed(digits(increment * 100))}\u202f%`,
};

/** Whole things, named: `counts('drops')`. */
export function counts(noun) {
  return { name: noun, text: (value) => `${count(value)} ${noun}`, tick: (value) => (Number.isInteger(value) ? short(value) : '') };
}

/** Burn rates: multiples of what spends the budget in its period. */
export const BURN = { name: '× budget', text: burn, tick: (value, increment) => `${value.toFixed(digits(increment))}×` };

function short(value) {
  if (value >= 1e6) return `${value / 1e6}\u202fM`;
  return value >= 1e4 ? `${value / 1e3}\u202fk` : count(value);
}
