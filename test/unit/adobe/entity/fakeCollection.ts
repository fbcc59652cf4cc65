import type { Creation } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/create';
import type { Entity } from '../../../../nodes/AdobeExperiencePlatform/adobe/entity/kind';
import type { Request } from '../../../../nodes/AdobeExperiencePlatform/adobe/httpClient';
import type { Outcome } from '../../../../nodes/AdobeExperiencePlatform/adobe/outcome';
import { answer, clientOf, fakeService } from '../../fakeExecution';

export const KIND = { noun: 'dataflow', path: '/flows' };

/** What becomes of one create: what is answered, and whether and when it is carried out. */
export interface Post {
	/** Of the answer and the entity; each process of a test takes its own. */
	id: string;
	/** In place of the success. */
	lost?: Outcome;
	/** Milliseconds from the request on; never if left out beside `lost`. */
	landsAfter?: number;
}

/** A collection of entities in virtual time; creates can be carried out late and without an answer. */
export class FakeCollection {
	readonly entities: Entity[] = [];

	/** Comes before any answer of the collection; undefined lets it answer. */
	intercept: (request: Request) => Outcome | undefined = () => undefined;

	private readonly fake = fakeService((calls) => this.reply(calls[calls.length - 1] as Request));

	readonly calls = this.fake.calls;

	private readonly of = clientOf(this.fake.http);

	readonly client = this.of.client;

	readonly run = this.of.run;

	readonly item = this.of.item;

	private readonly posts: Post[];

	/** @param posts in order */
	constructor(...posts: Post[]) {
		this.posts = posts;
	}

	get now(): number {
		return this.of.timer.now();
	}

	get ids(): string[] {
		return this.listed().map(({ id }) => id);
	}

	/** The methods that were sent, in order, with their IDs if there are some. */
	get sent(): string[] {
		return this.calls.map(({ method, path }) =>
			`${method} ${decodeURIComponent(path).replace(/^\/flows\/?/, '')}`.trimEnd(),
		);
	}

	count(method: string): number {
		return this.calls.filter((call) => call.method === method).length;
	}

	/** The creation of one name; adopting it takes no request. */
	creation(claimed: string[] = []): Creation<Entity> {
		return {
			kind: KIND,
			name: 'one',
			body: {},
			looksLike: ({ name }) => name === 'one',
			useFound: async ({ id }) => {
				claimed.push(id);
				return await Promise.resolve({ id, etag: '"claimed"' });
			},
		};
	}

	private listed(): Entity[] {
		return this.entities.filter(({ createdAt = 0 }) => createdAt <= this.now);
	}

	private reply(request: Request): Outcome {
		const intercepted = this.intercept(request);
		if (intercepted) return intercepted;
		const date = { date: new Date(this.now).toUTCString() };
		if (request.method === 'POST') return this.create();
		const [, , encoded] = request.path.split('/');
		const id = encoded && decodeURIComponent(encoded);
		if (id === undefined) return answer(200, { items: this.listed() }, date);
		const found = this.entities.findIndex((entity) => entity.id === id);
		if (found < 0) return answer(404, {}, date);
		if (request.method === 'GET') return answer(200, { items: [this.entities[found]] }, date);
		this.entities.splice(found, 1);
		return answer(204, '', date);
	}

	private create(): Outcome {
		const { id, lost, landsAfter } = this.posts.shift() as Post;
		if (!lost || landsAfter !== undefined) {
			this.entities.push({ id, name: 'one', createdAt: this.now + (landsAfter ?? 0) });
		}
		return lost ?? answer(201, { id, etag: '"1"' });
	}
}
