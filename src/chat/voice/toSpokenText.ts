/** Converts Markdown to the words that are read aloud: without code blocks and markup. Pure. */
import type { Node, Nodes, Parent } from 'mdast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { splitMarkdown } from '../../../lib/splitMarkdown.ts'

const parser = unified().use(remarkParse).use(remarkGfm)

/**
 * One line per heading, paragraph, item and table row, each ending like a sentence. '' if there are no words. Text that is too
 * much to be laid out is not read.
 */
export function toSpokenText(markdown: string): string {
  return linesOf(parser.parse(splitMarkdown(markdown).markdown)).join('\n')
}

function linesOf(node: Nodes): string[] {
  switch (node.type) {
    case 'heading':
    case 'paragraph':
      return asLine(wordsOf(node))
    case 'tableRow':
      return asLine(node.children.map(wordsOf).filter(Boolean).join(', '))
    default:
      return isParent(node) ? node.children.flatMap(linesOf) : []
  }
}

function wordsOf(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value
    case 'break':
      return ' '
    case 'image':
    case 'imageReference':
      return node.alt ?? ''
    case 'footnoteReference':
      return ''
    case 'link':
      // Read only the host of a bare URL.
      return node.children
        .map(wordsOf)
        .join('')
        .replace(/^(?:https?:\/\/)?(?:www\.)?([^/\s]+\.[^/\s]+)\/\S*$/, '$1')
    default:
      return isParent(node) ? node.children.map(wordsOf).join('') : ''
  }
}

const isParent = (node: Node): node is Parent => 'children' in node

function asLine(words: string): string[] {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  if (!/[\p{L}\p{N}]/u.test(line)) return []
  return [/[\p{Po}…]["'”’)\]]*$/u.test(line) ? line : `${line}.`]
}
