/* eslint-disable @n8n/community-nodes/no-restricted-imports -- the local Adobe is a development tool and never part of the published package */
import { gzipSync } from 'node:zlib';

import { type BucketFile, bucketFile } from '../bucket/bucket';
import { toDelimited } from '../bucket/delimited';
import { writeParquet } from '../bucket/parquet';
import { DAILY_COLUMNS, dailyRows, orderEvents } from './orders';

const CUSTOMER_COLUMNS = ['Id', 'FirstName', 'LastName', 'Email'];
const CUSTOMERS = [
	['12345', 'Richard', 'Roe', 'richard@example.com'],
	['12346', 'Jane', 'Doe', 'jane@example.com'],
	['12347', 'Amara', 'Okafor', 'amara@example.com'],
];

const ORDERS = [
	{ orderId: 'A-1001', customerId: '12345', quantity: 2, total: 59.9, paid: true },
	{ orderId: 'A-1002', customerId: '12346', quantity: 1, total: 12.5, paid: false },
];

/** Names as people write them: most differ from the schema's in case or blanks, and no field fits the last one. */
const STORES = toDelimited(
	[
		'Store ID',
		'store-name',
		'City',
		'countryCode',
		'Opened On',
		'square_meters',
		'active',
		'Manager Phone',
	],
	[
		['S-01', 'Acme Harbour', 'Hamburg', 'DE', '2009-04-17', 1450, true, '+49 40 555 0101'],
		['S-02', 'Acme "Old Town"', 'Kraków', 'PL', '2013-09-02', 980, true, '+48 12 555 0102'],
		['S-03', 'Acme Rivoli, Paris', 'Paris', 'FR', '2017-11-30', 2100, true, '+33 1 55 55 01 03'],
		['S-04', 'Acme Outlet', 'Ghent', 'BE', '2020-02-14', 640, false, '+32 9 555 0104'],
	],
);

/** Some columns are dotted paths of the schema, some are the last part of one, and one fits nothing. */
const PROFILES_CSV = toDelimited(
	[
		'_id',
		'person.name.firstName',
		'person.name.lastName',
		'Birth Date',
		'personalEmail.address',
		'homeAddress.city',
		'Postal-Code',
		'tier',
		'points',
		'newsletter wave',
	],
	[
		[
			'12345',
			'Richard',
			'Roe',
			'1984-02-29',
			'richard@example.com',
			'Hamburg',
			'20095',
			'gold',
			9120,
			'B',
		],
		[
			'12346',
			'Jane',
			'Doe',
			'1991-07-04',
			'jane@example.com',
			'Ghent',
			'9000',
			'silver',
			1310,
			'A',
		],
		[
			'12347',
			'Amara',
			'Okafor',
			'1978-12-01',
			'amara@example.com',
			'Paris',
			'75001',
			'bronze',
			40,
			'A',
		],
		[
			'12348',
			'Jūlija',
			'Ozola',
			'2001-05-19',
			'julija@example.com',
			'Kraków',
			'31-001',
			'bronze',
			0,
			'',
		],
	],
);

const PROFILES_JSON = [
	{
		_id: '12345',
		person: { name: { firstName: 'Richard', lastName: 'Roe' }, birthDate: '1984-02-29' },
		personalEmail: { address: 'richard@example.com', primary: true },
		_acmeretail: {
			loyalty: { tier: 'gold', points: 9120, joinedOn: '2015-03-01' },
			favouriteStores: ['S-01', 'S-03'],
		},
		crmNote: 'prefers e-mail',
	},
	{
		_id: '12346',
		person: { name: { firstName: 'Jane', lastName: 'Doe' }, birthDate: '1991-07-04' },
		personalEmail: { address: 'jane@example.com', primary: true },
		_acmeretail: { loyalty: { tier: 'silver', points: 1310 }, favouriteStores: [] },
	},
];

async function storeOrders(): Promise<Buffer> {
	const events = orderEvents('STO', '2026-06-02', 12, 'store');
	return await writeParquet(
		[
			{ name: '_id' },
			{ name: 'timestamp', type: 'timestamp' },
			{
				name: '_acmeretail',
				fields: [
					{ name: 'orderId' },
					{ name: 'customerId' },
					{ name: 'quantity', type: 'integer' },
					{ name: 'total', type: 'number' },
					{ name: 'paid', type: 'boolean' },
					{ name: 'channel' },
					{
						name: 'items',
						list: true,
						fields: [
							{ name: 'sku' },
							{ name: 'units', type: 'integer' },
							{ name: 'price', type: 'number' },
						],
					},
				],
			},
			{ name: 'tillNumber', type: 'integer' },
		],
		events.map((event, index) => ({ ...event, tillNumber: (index % 3) + 1 })),
	);
}

async function flatOrders(): Promise<Buffer> {
	return await writeParquet(
		[
			{ name: 'orderId' },
			{ name: 'customerId' },
			{ name: 'quantity', type: 'integer' },
			{ name: 'total', type: 'number' },
			{ name: 'paid', type: 'boolean' },
		],
		ORDERS,
	);
}

/** Days of the folder with a file a day, as a nightly export leaves them. */
const DAYS = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04', '2026-06-05'];

function customers(delimiter = ','): string {
	return toDelimited(CUSTOMER_COLUMNS, CUSTOMERS, delimiter);
}

async function build(): Promise<BucketFile[]> {
	const [parquet, flatParquet] = await Promise.all([storeOrders(), flatOrders()]);
	const contents: Array<[path: string, content: Buffer | string, modified: string]> = [
		['accounts.csv', customers(), '2026-05-04T06:00:00Z'],
		['customers/customers.csv', customers(), '2026-05-04T06:00:00Z'],
		['customers/customers pipe.txt', customers('|'), '2026-05-04T06:00:00Z'],
		['customers/archive/customers-2025.csv.gz', gzipSync(customers()), '2025-12-31T23:00:00Z'],
		['crm/profiles.csv', PROFILES_CSV, '2026-05-11T06:00:00Z'],
		[
			'crm/profiles.json',
			PROFILES_JSON.map((row) => `${JSON.stringify(row)}\n`).join(''),
			'2026-05-11T06:05:00Z',
		],
		...DAYS.map((day): [string, string, string] => [
			`daily/${day}.csv`,
			toDelimited(DAILY_COLUMNS, dailyRows(day)),
			`${day}T23:30:00Z`,
		]),
		['orders/orders.json', JSON.stringify(ORDERS, null, 2), '2026-06-02T05:00:00Z'],
		[
			'orders/online-orders.json',
			JSON.stringify(orderEvents('WEB', '2026-06-01', 10, 'online'), null, 2),
			'2026-06-02T05:00:00Z',
		],
		['orders/2026/06/orders.parquet', flatParquet, '2026-06-02T05:00:00Z'],
		['orders/2026/06/store-orders.parquet', parquet, '2026-06-03T05:00:00Z'],
		['stores/stores.csv.gz', gzipSync(STORES), '2026-04-20T06:00:00Z'],
		['assets/logo.bin', Buffer.from([0, 1, 2, 3, 0, 255]), '2026-01-01T00:00:00Z'],
	];
	return await Promise.all(
		contents.map(
			async ([path, content, modified]) => await bucketFile(path, content, Date.parse(modified)),
		),
	);
}

let files: Promise<readonly BucketFile[]> | undefined;

/** What lies in the bucket at the start, made once for the whole process. */
export async function tenantFiles(): Promise<readonly BucketFile[]> {
	files ??= build();
	return await files;
}
