/** The pending question of a run, if there is one. */
import type { RunView } from '../../../run/journal/viewRun.ts'
import { QuestionForm } from './QuestionForm.tsx'

interface RunQuestionProps {
  readonly view: Pick<RunView, 'executionId' | 'question'>
  readonly onAnswer: (inputId: number, text: string | null) => void
}

export function RunQuestion({ view: { executionId, question }, onAnswer }: RunQuestionProps) {
  if (question === undefined) return null
  const id = `${executionId} ${question.inputId}`
  return (
    <QuestionForm
      key={id}
      id={id}
      prompt={question.prompt}
      isHidden={question.isHidden}
      onAnswer={(text) => onAnswer(question.inputId, text)}
    />
  )
}
