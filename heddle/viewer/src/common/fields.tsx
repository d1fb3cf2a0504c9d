// SPDX-License-Identifier: BSD-3-Clause

interface SelectProps<T extends string> {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}

export function Select<T extends string>({ label, value, options, onChange }: SelectProps<T>) {
  return (
    <label class="field">
      {label}
      <select value={value} onChange={(e) => onChange(e.currentTarget.value as T)}>
        {options.map(([key, name]) => (
          <option key={key} value={key} selected={key === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Search({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <label class="field">
      {label}
      <input type="search" value={value} onInput={(e) => onChange(e.currentTarget.value)} />
    </label>
  );
}

/** "all" and each of the values that there are. */
export function choices(values: readonly string[]): [string, string][] {
  return [["all", "all"], ...[...new Set(values)].map((value): [string, string] => [value, value])];
}
