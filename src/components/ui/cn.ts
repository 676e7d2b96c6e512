/** Joins class names. It does not settle contradictions: a part offers variants for what others may change. */
export { clsx as cn } from 'clsx'
