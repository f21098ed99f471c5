import { isStorable } from '../../core/text.js';
import { validationFailed } from './errors.js';

/**
 * Reads the properties of a request in the order of the document and keeps what is wrong with
 * them: one fault for each, in class-validator's words. A faulty property reads as any value.
 */
export class Validation {
  readonly #faults: string[] = [];

  /** A string that is there: "not a string; else empty; else too long". */
  text(property: string, value: unknown, maximum?: number): string {
    if (value === '') this.#faults.push(`${property} should not be empty`);
    return this.string(property, value, maximum);
  }

  /** A string that may be empty. */
  string(property: string, value: unknown, maximum = Number.POSITIVE_INFINITY): string {
    if (typeof value !== 'string' || !isStorable(value)) {
      this.#faults.push(`${property} must be a string`);
      return '';
    }
    // Characters, of which one may be two units of the string.
    if (value.length > maximum && [...value].length > maximum) {
      this.#faults.push(`${property} must be shorter than or equal to ${maximum} characters`);
    }
    return value;
  }

  strings(property: string, value: unknown): readonly string[] {
    if (!Array.isArray(value)) this.#faults.push(`${property} must be an array`);
    else if (value.length === 0) this.#faults.push(`${property} should not be empty`);
    else if (value.every((each) => typeof each === 'string')) return value;
    else this.#faults.push(`each value in ${property} must be a string`);
    return [];
  }

  /** A whole number that a text of digits says. */
  integer(property: string, value: unknown, maximum = Number.POSITIVE_INFINITY): number {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    // Beyond it, a number is not what the text says.
    if (!Number.isSafeInteger(number)) this.#faults.push(`${property} must be an integer number`);
    else if (number < 1) this.#faults.push(`${property} must not be less than 1`);
    else if (number > maximum) {
      this.#faults.push(`${property} must not be greater than ${maximum}`);
    }
    return number;
  }

  boolean(property: string, value: unknown): boolean {
    if (value !== 'true' && value !== 'false') {
      this.#faults.push(`${property} must be a boolean value`);
    }
    return value === 'true';
  }

  oneOf<const Value extends string>(
    property: string,
    value: unknown,
    values: readonly [Value, ...Value[]],
  ): Value {
    const found = values.find((each) => each === value);
    if (found === undefined) {
      this.#faults.push(`${property} must be one of the following values: ${values.join(', ')}`);
    }
    return found ?? values[0];
  }

  /** @throws JOpticError when anything was wrong */
  end(): void {
    if (this.#faults.length > 0) throw validationFailed(this.#faults);
  }
}
