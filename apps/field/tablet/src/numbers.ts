/** Record numbers: `14-00405-5` is tablet, counter and an ISO 7064 MOD 11,10 check digit over the digits. */

function checkDigit(digits: string): number {
  let sum = 10;
  for (const digit of digits) {
    sum = (sum + Number(digit)) % 10 || 10;
    sum = (sum * 2) % 11;
  }
  return (11 - sum) % 10;
}

const digitsOf = (number: string) => number.replace(/\D/g, "");

export const withCheck = (number: string) => `${number}-${checkDigit(digitsOf(number))}`;

export function isWhole(number: string): boolean {
  const cut = number.lastIndexOf("-");
  return cut > 0 && digitsOf(number) !== "" && withCheck(number.slice(0, cut)) === number;
}

export const recordNumber = (tablet: number, counter: number) =>
  withCheck(`${tablet}-${String(counter).padStart(5, "0")}`);
