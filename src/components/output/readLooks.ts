/** Splits text with terminal colours and links into pieces that can be drawn. Pure. */
import Anser from 'anser'

export interface StyledPiece {
  readonly text: string
  /** CSS colours; undefined for the usual ones. */
  readonly color: string | undefined
  readonly background: string | undefined
  readonly decorations: readonly string[]
  /** An http or https address. */
  readonly href: string | undefined
}

/** OSC 8: the address of the text that follows; empty to end it. */
// oxlint-disable-next-line no-control-regex
const links = /\u001B\]8;[^;\u0007\u001B]*;([^\u0007\u001B]*)(?:\u0007|\u001B\\)/
/** An address in the text, without the punctuation of its sentence. */
const addresses = /(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]}])/i

/** SGR with sub-parameters (ISO 8613-6), such as 38:2::1:2:3, which Anser would print. */
// oxlint-disable-next-line no-control-regex
const subParameters = /\u001B\[[\d;]*:[\d;:]*m/g
const withoutSubParameters = (sequence: string): string =>
  sequence
    .replaceAll(/([34]8):2:(?:\d*:)?(\d+):(\d+):(\d+)/g, '$1;2;$2;$3;$4')
    .replaceAll(/([34]8):5:(\d+)/g, '$1;5;$2')
    .replaceAll(/(?<!\d)4:0(?!\d)/g, '24')
    .replaceAll(/:\d*/g, '')

/** `style` is what came before the text, and is not drawn. */
export function readLooks(text: string, style: string): StyledPiece[] {
  let link: string | undefined
  return Anser.ansiToJson((style + text).replaceAll(subParameters, withoutSubParameters), {
    json: true,
    use_classes: true,
    remove_empty: true,
  }).flatMap((entry) => {
    const look = {
      color: colorOf(entry.fg, entry.fg_truecolor),
      background: colorOf(entry.bg, entry.bg_truecolor),
      decorations: entry.decorations,
    }
    // Every second part is the address of what follows.
    return entry.content.split(links).flatMap((part, index) => {
      if (index % 2 === 1) {
        link = allowed(part)
        return []
      }
      const href = link
      return part
        .split(addresses)
        .map((piece, place) => ({
          text: piece,
          ...look,
          href: href ?? (place % 2 === 1 ? allowed(piece) : undefined),
        }))
        .filter((piece) => piece.text !== '')
    })
  })
}

const allowed = (address: string): string | undefined => (/^https?:\/\//i.test(address) ? address : undefined)

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white']
const basics = [...names, ...names.map((name) => `bright-${name}`)]
/** The steps of the cube of 216 colours that terminals have. */
const steps = [0, 95, 135, 175, 215, 255]

/** The colour that Anser's class names. Basic ones follow the theme. */
function colorOf(name: string | null | undefined, truecolor: string | null | undefined): string | undefined {
  if (!name) return undefined
  if (name === 'ansi-truecolor') return `rgb(${truecolor})`
  const number = Number(/^ansi-palette-(\d+)$/.exec(name)?.[1] ?? Number.NaN)
  if (Number.isNaN(number)) return `var(--${name})`
  const basic = basics[number]
  if (basic !== undefined) return `var(--ansi-${basic})`
  if (number >= 232)
    return `rgb(${Array(3)
      .fill(8 + (number - 232) * 10)
      .join(', ')})`
  const place = number - 16
  return `rgb(${[place / 36, (place / 6) % 6, place % 6].map((step) => steps[Math.floor(step)]).join(', ')})`
}
