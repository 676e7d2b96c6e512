/** The button of every panel and form. */
import { cva } from 'class-variance-authority'
import type { VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const buttonVariants = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-not-allowed aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-primary-foreground hover:bg-primary/85',
        outline: 'border border-input bg-surface hover:bg-muted',
        ghost: 'text-muted-foreground hover:bg-muted hover:text-foreground',
        link: 'text-primary underline underline-offset-4',
      },
      size: {
        medium: 'h-9 px-3.5',
        small: 'h-7 px-2 text-xs',
        icon: 'size-8',
        smallIcon: 'size-7',
        inline: 'h-auto p-0',
      },
    },
    defaultVariants: { variant: 'outline', size: 'medium' },
  },
)

interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonVariants> {
  readonly asChild?: boolean
}

/**
 * Use `aria-disabled` instead of `disabled` if the button must stay focusable; its handler must then ignore
 * clicks.
 * @param props.asChild Styles the child, such as a link, instead of rendering a button.
 */
export function Button({
  className,
  variant,
  size,
  asChild = false,
  type = 'button',
  ...props
}: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className)
  return asChild ? (
    <Slot.Root className={classes} {...props} />
  ) : (
    <button type={type} className={classes} {...props} />
  )
}
