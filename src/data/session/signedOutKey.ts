/** Records an explicit sign-out, so that the owner is not signed in again automatically. */
export const signedOutKey = 'eliza.signed-out'
