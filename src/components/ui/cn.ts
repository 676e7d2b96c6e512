/**
 * Joins class names. Conflicting classes are not resolved: a component offers variants for what callers may
 * change.
 */
export { clsx as cn } from 'clsx'
