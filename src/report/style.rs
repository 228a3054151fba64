//! How the page looks: light and dark, on paper and on a phone.

/// The style sheet.
pub const CSS: &str = "
:root { color-scheme: light dark; --ink: #222; --soft: #595959; --paper: #fff; --line: #d5d5d5;
  --shade: #f4f4f1; --better: #0072b2; --worse: #b34e00; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e6e6; --soft: #a8a8a8; --paper: #191919;
  --line: #444; --shade: #242424; --better: #6cb8e6; --worse: #f0965a; } }
body { margin: 0 auto; max-width: 76rem; padding: 1rem; font: 1rem/1.5 Helvetica, Arial, sans-serif;
  color: var(--ink); background: var(--paper); }
h1 { font-size: 1.7rem; margin: .5rem 0; } h2 { margin: 2.5rem 0 .6rem; padding-top: .6rem;
  border-top: 2px solid var(--line); } h3 { margin: 1.6rem 0 .4rem; }
p, li { max-width: 48rem; } a { color: inherit; } body { overflow-wrap: anywhere; } html { scroll-padding-top: 3.5rem; }
nav { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); overflow-x: auto;
  white-space: nowrap; } nav a { display: inline-block; padding: .4rem 0; margin: 0 .8rem 0 0; }
code, pre { font: .85rem/1.45 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
pre { background: var(--shade); padding: .8rem; white-space: pre-wrap; }
.scroll { overflow-x: auto; max-width: 100%; } :focus-visible { outline: 3px solid var(--better); }
table { border-collapse: collapse; font-size: .85rem; margin: .5rem 0 1rem; }
caption { text-align: left; color: var(--soft); padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem .7rem .2rem 0;
  border-bottom: 1px solid var(--line); }
table { overflow-wrap: normal; } thead th { border-bottom: 2px solid var(--line); } td.n { text-align: right; white-space: nowrap; }
.soft { color: var(--soft); } .better { color: var(--better); font-weight: bold; }
.worse { color: var(--worse); font-weight: bold; }
.mark { background: var(--shade); border: 1px solid var(--line); border-radius: .3rem; padding: 0 .3rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: .15rem 1rem; } dd { margin: 0; overflow-wrap: anywhere; }
figure { margin: 1.2rem 0 2rem; max-width: 100%; } figcaption { max-width: 48rem; color: var(--soft); }
figure svg { display: block; width: 100%; min-width: 40rem; height: auto; background: #fff; }
details { margin: .6rem 0; } summary { cursor: pointer; }
@media print { :root { --ink: #000; --paper: #fff; --soft: #444; --line: #bbb; --shade: #eee;
  --better: #0072b2; --worse: #b34e00; } nav { display: none; } .scroll { overflow: visible; }
  figure { break-inside: avoid; } figure svg { min-width: 0; } body { font-size: 10pt; max-width: none; }
  table { font-size: 7pt; } td.n { white-space: normal; } h2, h3 { break-after: avoid; } }
";
