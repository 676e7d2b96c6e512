/** Gives the other hooks the composed services. */
import { useContext } from 'react'
import { AppServicesContext, type AppServices } from './AppServicesContext.ts'

/**
 * For hooks only; components use the hook of the service they need.
 * @throws {Error} if no provider is above the component.
 */
export function useAppServices(): AppServices {
  const services = useContext(AppServicesContext)
  if (services === null) throw new Error('AppServicesContext has no provider above this component')
  return services
}
