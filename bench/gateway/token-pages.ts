/** How many tokens the client has. */
export const tokenCount = 1_000_000;

/** The gateway's page size. */
const pageSize = 100;
const pageTotal = tokenCount / pageSize;

const firstExpiry = 1_900_000_000;

/** Creates one page of the list when it is requested, so the server stores no tokens. */
export function createTokenPage(page: number): string {
  const first = (page - 1) * pageSize;
  const tokens: string[] = [];
  for (let i = first; i < Math.min(first + pageSize, tokenCount); i += 1) {
    tokens.push(`{"code":"${createCode(i)}","expires":${firstExpiry + i}}`);
  }
  const pagination = `{"page_num":${page},"page_total":${pageTotal},"page_size":${pageSize}}`;
  return `{"Pagination":${pagination},"Tokens":[${tokens.join(",")}]}\n`;
}

/** Returns 16 hex digits, like murmur64. A product with an odd constant is unique modulo 2^64, so each code is unique. */
function createCode(index: number): string {
  const mixed = BigInt.asUintN(64, BigInt(index + 1) * 0x9e3779b97f4a7c15n);
  return mixed.toString(16).padStart(16, "0");
}
