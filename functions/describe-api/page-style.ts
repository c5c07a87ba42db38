/** The look of the description: plain, wide enough to read, and fit for print. Colours have a contrast of at least 7 to 1. */
export const pageStyle = `
:root{color-scheme:light;--ink:#212b32;--soft:#4c6272;--line:#d8dde0;--back:#f0f4f5;--link:#005eb8}
*{box-sizing:border-box}
body{margin:0;font:1rem/1.5 Arial,Helvetica,sans-serif;color:var(--ink);background:#fff}
main,header p,nav,.title{max-width:62rem;margin:0 auto;padding:1rem}
header{background:var(--link);color:#fff;font-size:1.25rem;font-weight:700}.title{padding-bottom:0}
h1{font-size:2rem;line-height:1.2;margin:.5rem 0}h2{margin-top:3rem;font-size:1.5rem}h3{margin-top:2rem;font-size:1.15rem}
a{color:var(--link)}a:focus-visible{outline:3px solid #ffeb3b;background:#ffeb3b;color:var(--ink)}
code,pre{font-family:ui-monospace,monospace;font-size:.9rem;background:var(--back)}code{padding:.1rem .25rem}:is(p,li,h2,h3,dt,dd) code{overflow-wrap:anywhere}
pre{padding:1rem;overflow-x:auto;border-left:4px solid var(--line)}
.scroll{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:.95rem}
caption{text-align:left;font-weight:600;padding:.5rem 0}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;border-bottom:1px solid var(--line)}th[scope=row]{font-weight:400}
tr:target{background:#fff9c4}ul.contents{columns:2;padding-left:1.25rem}
.skip{position:absolute;left:-999rem}.skip:focus{position:static}
@media(max-width:40rem){ul.contents{columns:1}}
`;
