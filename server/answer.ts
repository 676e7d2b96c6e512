/** Writes the backend's own answers: JSON, errors in the contract's format, and short texts for people. */
import type { ServerResponse } from 'node:http'
import type { AppError } from '../contract/errors.ts'

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

export const answerError = (response: ServerResponse, error: AppError): void =>
  answerJson(response, error.status, error.toBody())

export function answerText(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${sentence}\n`)
}
