/** The one spelling of a project's name, under which indexes and lock files keep it (PEP 503). */
export const normaliseName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-')
