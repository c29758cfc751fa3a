import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../http/clock';

/** Access tokens in use. They look like JWTs but say nothing about their end, as ModMed's. */
export class Tokens {
	private readonly endOf = new Map<string, number>();
	private readonly refreshUntil = new Map<string, number>();
	private count = 0;

	constructor(private readonly clock: Clock) {}

	issue(lifetimeSeconds: number): string {
		const token = this.sign('access');
		this.endOf.set(token, this.clock.now().getTime() + lifetimeSeconds * 1000);
		return token;
	}

	issueRefresh(lifetimeSeconds = Infinity): string {
		const token = this.sign('refresh');
		this.refreshUntil.set(token, this.clock.now().getTime() + lifetimeSeconds * 1000);
		return token;
	}

	isValid(token: string): boolean {
		return (this.endOf.get(token) ?? 0) > this.clock.now().getTime();
	}

	isRefresh(token: string): boolean {
		return (this.refreshUntil.get(token) ?? 0) > this.clock.now().getTime();
	}

	dropRefresh(token: string): void {
		this.refreshUntil.delete(token);
	}

	/** Ends every access token now; refresh tokens stay good. */
	expireAll(): void {
		this.endOf.clear();
	}

	expireRefreshTokens(): void {
		this.refreshUntil.clear();
	}

	private sign(tokenType: string): string {
		this.count += 1;
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const head = part({ alg: 'HS256' });
		const claims = part({ sub: 'sandbox', iss: 'modmed', tokenType, jti: this.count });
		const signature = createHmac('sha256', randomBytes(32)).update(claims).digest('base64url');
		return `${head}.${claims}.${signature}`;
	}
}
