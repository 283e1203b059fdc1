"""Generates style/tokens.css. Every colour role is one light-dark() pair; contrast is computed here and printed into the comments.
Run: python3 style/tools/tokens.py   (fails, and writes nothing, when a pair is under its floor)"""
import os, sys
sys.path.insert(0, os.path.dirname(__file__))
from color import oklch, cr
N, P, B, R, G = 222, 214, 78, 27, 156   # hues: neutral, petrol, brass, red, green
W = '#ffffff'
c = {}
def role(name, light, dark): c[name] = (light, dark)
o = oklch
# surfaces
role('canvas',         o(.974,.004,N), o(.172,.009,N))
role('surface',        W,              o(.210,.011,N))
role('surface-raised', W,              o(.248,.013,N))
role('surface-sunken', o(.962,.005,N), o(.188,.010,N))
role('surface-hover',  o(.957,.006,N), o(.262,.013,N))
role('surface-active', o(.935,.008,N), o(.295,.014,N))
# lines
role('line',           o(.912,.007,N), o(.292,.013,N))
role('line-strong',    o(.855,.010,N), o(.365,.015,N))
role('control-line',   o(.638,.016,N), o(.565,.016,N))
# text
role('text',           o(.225,.018,N), o(.945,.006,N))
role('text-muted',     o(.435,.018,N), o(.775,.012,N))
role('text-subtle',    o(.500,.018,N), o(.700,.014,N))
role('text-disabled',  o(.660,.012,N), o(.520,.012,N))
# petrol
role('accent',         o(.455,.088,P), o(.765,.098,P))
role('accent-hover',   o(.405,.080,P), o(.815,.092,P))
role('accent-active',  o(.360,.070,P), o(.715,.098,P))
role('on-accent',      W,              o(.195,.030,P))
role('accent-text',    o(.445,.086,P), o(.800,.092,P))
role('accent-soft',    o(.960,.015,P), o(.270,.034,P))
role('accent-line',    o(.850,.042,P), o(.420,.058,P))
# brass
role('brass',          o(.720,.112,B), o(.790,.108,B))
role('brass-text',     o(.450,.090,70), o(.850,.090,82))
role('brass-soft',     o(.971,.022,84), o(.262,.032,80))
role('brass-line',     o(.855,.075,82), o(.450,.065,80))
# danger
role('danger',         o(.515,.175,R), o(.560,.175,R))
role('danger-hover',   o(.460,.160,R), o(.525,.170,R))
role('on-danger',      W, W)
role('danger-text',    o(.500,.172,R), o(.790,.115,24))
role('danger-soft',    o(.968,.016,22), o(.262,.046,22))
role('danger-line',    o(.870,.065,24), o(.445,.100,24))
role('dot',            o(.590,.215,R), o(.660,.200,R))
# success
role('success',        o(.560,.115,G), o(.740,.125,G))
role('success-text',   o(.440,.092,G), o(.825,.110,G))
role('success-soft',   o(.966,.024,G), o(.255,.036,G))
role('success-line',   o(.850,.070,G), o(.420,.066,G))
# focus + inverse (tooltips, toasts)
role('focus',          o(.555,.110,P), o(.800,.105,P))
role('inverse',        o(.245,.018,N), o(.930,.008,N))
role('on-inverse',     o(.975,.004,N), o(.210,.014,N))
role('on-inverse-accent', o(.830,.085,P), o(.430,.086,P))
# person tints
for i,h in enumerate((214, 78, 300, 156, 20, 262), 1):
    role(f'tint-{i}',    o(.915,.045,h), o(.345,.050,h))
    role(f'tint-{i}-fg', o(.395,.085,h), o(.890,.055,h))

AA, UI = 4.5, 3.0
bgs = ['canvas','surface','surface-raised','surface-sunken','surface-hover','surface-active']
pairs = []
for t in ('text','text-muted','text-subtle','accent-text'): pairs += [(t,b,AA) for b in bgs]
pairs += [(t,b,AA) for t in ('danger-text','brass-text','success-text') for b in ('canvas','surface','surface-raised','surface-hover')]
pairs += [('on-accent',b,AA) for b in ('accent','accent-hover','accent-active')]
pairs += [('on-danger',b,AA) for b in ('danger','danger-hover')]
for k in ('accent','brass','danger','success'):
    pairs += [(f'{k}-text',f'{k}-soft',AA), ('text',f'{k}-soft',AA), ('text-muted',f'{k}-soft',AA)]
pairs += [('accent-text','accent-line',AA), ('text-subtle','accent-soft',AA), ('text-subtle','brass-soft',AA)]
pairs += [('on-inverse','inverse',AA), ('on-inverse-accent','inverse',AA)]
pairs += [(f'tint-{i}-fg',f'tint-{i}',AA) for i in range(1,7)]
pairs += [('control-line',b,UI) for b in ('surface','surface-raised','canvas','surface-sunken')]
pairs += [('focus',b,UI) for b in bgs+['accent-soft','brass-soft','danger-soft']]
pairs += [('accent',b,UI) for b in ('surface','canvas','surface-sunken','line')]
pairs += [('danger',b,UI) for b in ('surface','surface-raised')]
pairs += [('dot',b,UI) for b in ('canvas','surface')]
pairs += [('success',b,UI) for b in ('surface','canvas')]
by = {}; bad = 0
for f,b,floor in pairs:
    l,d = cr(c[f][0],c[b][0]), cr(c[f][1],c[b][1])
    if min(l,d) < floor: bad += 1; print(f'LOW {f} on {b}: {l:.2f} / {d:.2f} < {floor}')
    by.setdefault(f,[]).append(f'{b} {l:.1f}/{d:.1f}')
groups = [
 ('Surfaces: canvas is the page, surface is a section, raised is a menu or dialog, sunken is inset (code, table head)', ['canvas','surface','surface-raised','surface-sunken','surface-hover','surface-active']),
 ('Lines: line is decorative; control-line draws the edge of inputs, checkboxes, radios (3:1, WCAG 1.4.11)', ['line','line-strong','control-line']),
 ('Text', ['text','text-muted','text-subtle','text-disabled']),
 ('Petrol: actions, links, selection', ['accent','accent-hover','accent-active','on-accent','accent-text','accent-soft','accent-line']),
 ('Brass: the one-time secret, things that run out, things that wait', ['brass','brass-text','brass-soft','brass-line']),
 ('Danger: errors and actions that destroy', ['danger','danger-hover','on-danger','danger-text','danger-soft','danger-line','dot']),
 ('Success: active, done', ['success','success-text','success-soft','success-line']),
 ('Focus ring; inverse is the toast and tooltip', ['focus','inverse','on-inverse','on-inverse-accent']),
 ('Tints for initials (person n: hash of id mod 6 + 1)', [x for i in range(1,7) for x in (f'tint-{i}',f'tint-{i}-fg')]),
]
out = ['''/* Latchkey design tokens. Generated by style/tools/tokens.py: change it there, then run it again.
   Custom properties only. Nothing but this file may hold a raw colour.
   Numbers in comments are WCAG contrast ratios, light/dark, computed from the values below.
   Floors: text 4.5, control edges, focus and dots 3.0. text-disabled is exempt (1.4.3 inactive controls). */
:root {
  color-scheme: light dark;''']
for title,names in groups:
    out.append(f'\n  /* {title} */')
    for n in names:
        l,d = c[n]
        s = f'  --color-{n}: light-dark({l}, {d});'
        if n in by:
            s = s.ljust(62) + ' /* on ' + ', '.join(by[n]) + ' */'
        out.append(s)
out.append('''
  --color-scrim: light-dark(rgb(10 26 32 / .42), rgb(2 6 8 / .66));
  --color-shadow: light-dark(rgb(11 34 43 / .10), rgb(0 0 0 / .50));
  --color-shadow-soft: light-dark(rgb(11 34 43 / .05), rgb(0 0 0 / .28));
  --color-qr: #0b1214; /* QR stays dark on white in both schemes, so that every camera reads it */
  --color-qr-ground: #ffffff;

  /* Type. Inter (variable, self-hosted); code in the platform's own monospace. */
  --font-sans: "Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  --font-mono: ui-monospace, "SF Mono", SFMono-Regular, "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "Liberation Mono", monospace;
  --font-size-xs: .75rem;      /* 12/16  badges, table heads */
  --font-size-sm: .8125rem;    /* 13/20  hints, meta, mono */
  --font-size-md: .875rem;     /* 14/20  body, controls (16 on touch screens) */
  --font-size-lg: .9375rem;    /* 15/24  section titles */
  --font-size-xl: 1.125rem;    /* 18/24  dialog titles */
  --font-size-2xl: 1.5rem;     /* 24/32  page titles */
  --font-size-3xl: 1.875rem;   /* 30/36  sign-in title, plan price */
  --font-size-control: var(--font-size-md);
  --line-height-xs: 1rem;
  --line-height-md: 1.25rem;
  --line-height-lg: 1.5rem;
  --line-height-2xl: 2rem;
  --weight-regular: 400;
  --weight-medium: 500;
  --weight-semibold: 600;
  --tracking-title: -.018em;
  --tracking-tight: -.006em;

  /* Space: 4 px steps */
  --space-1: .25rem;
  --space-2: .5rem;
  --space-3: .75rem;
  --space-4: 1rem;
  --space-5: 1.25rem;
  --space-6: 1.5rem;
  --space-8: 2rem;
  --space-10: 2.5rem;
  --space-12: 3rem;
  --space-16: 4rem;

  /* Sizes */
  --size-control: 2.25rem;     /* 36: buttons and inputs with a mouse; 44 on touch, see below */
  --size-control-sm: 1.875rem; /* 30: inside table rows */
  --size-icon: 1.125rem;
  --size-topbar: 3.5rem;
  --size-nav: 14.5rem;
  --size-content: 55rem;       /* 880: widest content column */
  --size-shell: 76rem;         /* 1216: nav + gap + content */
  --size-field: 26rem;         /* 416: widest single input */
  --page-pad: var(--space-8);
  --section-pad: var(--space-6);

  /* Radii */
  --radius-xs: 4px;            /* checkboxes, kbd */
  --radius-sm: 6px;            /* badges, menu items, nav items */
  --radius-md: 8px;            /* controls */
  --radius-lg: 12px;           /* sections */
  --radius-xl: 16px;           /* dialogs, sheets */
  --radius-full: 999px;

  /* Elevation: sections are flat; only things that float cast a shadow */
  --shadow-xs: 0 1px 2px var(--color-shadow-soft);
  --shadow-md: 0 1px 2px var(--color-shadow-soft), 0 6px 20px -4px var(--color-shadow);
  --shadow-lg: 0 2px 6px var(--color-shadow-soft), 0 24px 56px -12px var(--color-shadow);
  --focus-ring: 2px solid var(--color-focus);
  --focus-offset: 2px;

  /* Motion */
  --dur-fast: 100ms;           /* hover, press */
  --dur-base: 160ms;           /* menu, tab, switch */
  --dur-slow: 240ms;           /* dialog, toast, sheet */
  --ease-out: cubic-bezier(.2, .8, .2, 1);
  --ease-in-out: cubic-bezier(.5, 0, .2, 1);
  --move: 1;                   /* multiply every translate and scale by this */

  /* Stacking. Dialogs and menus live in the top layer and need none. */
  --z-raised: 1;
  --z-sticky: 10;
  --z-topbar: 20;
  --z-dialog: 30;              /* a dialog that is open before there is script; then the top layer has it */
  --z-toast: 40;
}

:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }

@media (pointer: coarse), (width < 40rem) {
  :root {
    --size-control: 2.75rem;    /* 44 px targets */
    --size-control-sm: 2.75rem;
    --font-size-control: 1rem;  /* stops iOS from zooming into a field */
  }
}
@media (width < 62rem) { :root { --page-pad: var(--space-6); } }
@media (width < 40rem) { :root { --page-pad: var(--space-4); --section-pad: var(--space-4); --font-size-2xl: 1.375rem; } }
@media (prefers-contrast: more) {
  :root { --color-line: var(--color-control-line); --color-text-subtle: var(--color-text-muted); }
}
@media (prefers-reduced-motion: reduce) {
  :root { --dur-fast: 0ms; --dur-base: 0ms; --dur-slow: 0ms; --move: 0; }
}''')
text = '\n'.join(out) + '\n'
print('pairs', len(pairs), 'below floor', bad)
if bad: sys.exit(1)
with open(os.path.join(os.path.dirname(__file__), '..', 'tokens.css'), 'w') as f: f.write(text)
