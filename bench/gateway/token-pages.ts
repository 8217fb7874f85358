/** How many tokens the client has. */
export const tokenCount = 1_000_000;

/** The gateway's own size of a page. */
const pageSize = 100;
const pageTotal = tokenCount / pageSize;

const firstExpiry = 1_900_000_000;

/** One page of the list, made as it is asked for, so that the server keeps no token. */
export function pageOfTokens(page: number): string {
  const first = (page - 1) * pageSize;
  const tokens: string[] = [];
  for (let i = first; i < Math.min(first + pageSize, tokenCount); i += 1) {
    tokens.push(`{"code":"${codeOf(i)}","expires":${firstExpiry + i}}`);
  }
  const pagination = `{"page_num":${page},"page_total":${pageTotal},"page_size":${pageSize}}`;
  return `{"Pagination":${pagination},"Tokens":[${tokens.join(",")}]}\n`;
}

/** 16 hex digits, as murmur64 makes them: each odd number times a constant is another one, modulo 2^64. */
function codeOf(index: number): string {
  const mixed = BigInt.asUintN(64, BigInt(index + 1) * 0x9e3779b97f4a7c15n);
  return mixed.toString(16).padStart(16, "0");
}
