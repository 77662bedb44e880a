/** One small style sheet for all pages, light and dark. */
export const style = `
:root { color-scheme: light dark; --line: #e4e4ea; --quiet: #6b6f76; --soft: #f6f6f9; --accent: #5e6ad2; --bad: #d93b3b; --good: #2f8f5b; }
@media (prefers-color-scheme: dark) {
  :root { --line: #2c2d36; --quiet: #9499a4; --soft: #1d1e26; --accent: #8b95f0; --bad: #f07171; --good: #62c48f; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.55 system-ui, sans-serif; }
header { padding: .7rem 1.5rem; border-bottom: 1px solid var(--line); font-weight: 600; }
header a { color: inherit; text-decoration: none; }
header span { margin-left: .4rem; padding: .1rem .45rem; border-radius: 1rem; background: var(--soft); color: var(--quiet); font-size: .75rem; }
main { max-width: 68rem; margin: 0 auto; padding: 1.5rem; }
h1 { margin: .2rem 0 1rem; font-size: 1.45rem; line-height: 1.3; overflow-wrap: anywhere; }
h2 { margin: 1.6rem 0 .5rem; font-size: 1.05rem; }
a { color: var(--accent); }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; color: var(--quiet); font-weight: 500; font-size: .85rem; }
th, td { padding: .45rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
code, pre { font: .88em/1.5 ui-monospace, monospace; background: var(--soft); border-radius: 4px; }
code { padding: .1em .3em; } pre { padding: .7rem; overflow: auto; } pre code { padding: 0; }
time, .quiet { color: var(--quiet); font-size: .85rem; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 16rem; gap: 2rem; }
@media (max-width: 48rem) { .columns { grid-template-columns: 1fr; } }
.body { overflow-wrap: anywhere; } .body img { max-width: 100%; }
.card { margin: .8rem 0; padding: .7rem 1rem; border: 1px solid var(--line); border-radius: 8px; }
.thread { margin-left: 2rem; }
.badge { display: inline-block; padding: .05rem .5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: .82rem; }
.state-completed { color: var(--good); } .state-started { color: var(--accent); } .state-canceled { color: var(--quiet); }
.priority-1 { color: var(--bad); font-weight: 600; }
dl { margin: 0; } dt { color: var(--quiet); font-size: .82rem; margin-top: .7rem; } dd { margin: 0; overflow-wrap: anywhere; }
form { display: inline-flex; gap: .4rem; margin: .25rem .3rem .25rem 0; }
button, select { font: inherit; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: inherit; cursor: pointer; }
button.primary { border-color: var(--good); color: var(--good); } button.danger { border-color: var(--bad); color: var(--bad); }
.empty { padding: 3rem; text-align: center; color: var(--quiet); }
`;
