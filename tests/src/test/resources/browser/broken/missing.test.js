import { nothing } from './there-is-no-such-module.js';
nothing();
