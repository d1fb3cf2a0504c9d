// SPDX-License-Identifier: BSD-3-Clause

interface Versions {
  heddle: string;
  commit: string;
  compiler: string;
  relacy: string;
}

export function ProducedBy({ of }: { of: Versions }) {
  return (
    <footer class="produced">
      heddle {of.heddle}, commit {of.commit}, {of.compiler}, Relacy {of.relacy}
    </footer>
  );
}
