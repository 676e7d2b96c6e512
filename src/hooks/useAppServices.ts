/** The composed objects, for the other hooks. */
import { useContext } from 'react'
import { AppServicesContext, type AppServices } from './AppServicesContext.ts'

export function useAppServices(): AppServices {
  const services = useContext(AppServicesContext)
  if (services === null) throw new Error('AppServicesContext has no provider above this component')
  return services
}
