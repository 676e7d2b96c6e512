/** The normalised spelling of a project's name, which indexes and lock files use (PEP 503). */
export const normaliseName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-')
