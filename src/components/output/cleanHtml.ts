/** Takes everything out of untrusted HTML that could open a connection, run or navigate, before a frame is made of it. */
import DOMPurify from 'dompurify'

/**
 * Policies and sandboxes do not govern `preconnect` and `dns-prefetch`: names that a script chose would reach the network. Frames
 * inside of the frame and shadow trees of templates would bring them back.
 */
const forbidden = [
  'link',
  'meta',
  'base',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'portal',
  'template',
]

const purify = DOMPurify(window)

purify.addHook('afterSanitizeAttributes', (node) => {
  // Browsers look up the hosts of links ahead, and nothing can be followed in the frame.
  for (const name of ['href', 'xlink:href']) {
    const target = node.getAttribute(name)
    if (target !== null && !/^(?:#|data:)/i.test(target.trim())) node.removeAttribute(name)
  }
})

/** HTML for the body of the frame. Styles, SVG, MathML and pictures in `data:` addresses stay. */
export const cleanHtml = (source: string): string =>
  purify.sanitize(source, {
    FORBID_TAGS: forbidden,
    FORBID_ATTR: ['ping', 'attributionsrc', 'background', 'srcset'],
    // A style at the beginning would be lost with the head.
    FORCE_BODY: true,
    ADD_TAGS: ['style'],
  })
