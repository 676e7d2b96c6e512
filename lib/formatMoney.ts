/** Small sums of money, as prices of models are: never rounded to nothing. */

/** '$0.10', '¥4.00', '$0.00028', '$0'. */
export const formatMoney = (amount: number, currency: 'USD' | 'CNY'): string =>
  new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: amount === 0 ? 0 : 2,
    ...(amount !== 0 && amount < 1 ? { maximumSignificantDigits: 2, minimumSignificantDigits: 2 } : {}),
  }).format(amount)
