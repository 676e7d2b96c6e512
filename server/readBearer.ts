/** Reads the token of an Authorization header. Every part of the server goes by this one reading. */

/**
 * undefined if there is none, or if the header is written in another way: some parsers ignore spaces inside of a token,
 * and would find one where others find none.
 */
export const readBearer = (authorization: string | undefined): string | undefined =>
  /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1]
