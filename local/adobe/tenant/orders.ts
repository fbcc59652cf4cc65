import type { Json } from '../types';

const SKUS = ['ACM-MUG-01', 'ACM-TEE-07', 'ACM-BAG-03', 'ACM-CAP-11'];
const PRICES = [12.5, 19.9, 49.9, 14.95];
const CITIES = ['Hamburg', 'Ghent', 'Paris', 'Kraków'];

/** The same order for the same number, so that files and tests agree. */
function order(number: number) {
	const units = (number % 3) + 1;
	const index = number % SKUS.length;
	const price = PRICES[index] ?? 0;
	return {
		customerId: String(12_345 + (number % 4)),
		units,
		price,
		sku: SKUS[index],
		total: Math.round(units * price * 100) / 100,
		paid: number % 5 !== 0,
		city: CITIES[index],
	};
}

function timeOf(day: string, number: number): string {
	const hour = String(8 + (number % 12)).padStart(2, '0');
	const minute = String((number * 7) % 60).padStart(2, '0');
	return `${day}T${hour}:${minute}:00.000Z`;
}

/** Events in the very form of the schema "Acme Orders", as JSON and Parquet files hold them. */
export function orderEvents(prefix: string, day: string, count: number, channel: string): Json[] {
	return Array.from({ length: count }, (_, index) => {
		const number = index + 1;
		const { customerId, units, price, sku, total, paid, city } = order(number);
		const orderId = `${prefix}-${1000 + number}`;
		return {
			_id: `${orderId}-${day}`,
			timestamp: timeOf(day, number),
			_acmeretail: {
				orderId,
				customerId,
				quantity: units,
				total,
				paid,
				channel,
				...(channel === 'online' && { delivery: { city, promisedOn: day } }),
				items: [{ sku, units, price }],
			},
		};
	});
}

/** Columns of the daily files; nothing in the schema fits the last one. */
export const DAILY_COLUMNS = [
	'_id',
	'timestamp',
	'Order ID',
	'Customer ID',
	'Quantity',
	'total',
	'paid',
	'channel',
	'Cashier',
];

/** The day whose file has records that the schema refuses: no `_id`, and a quantity that is no number. */
export const FAULTY_DAY = '2026-06-04';

/** Twenty orders of a day; on `FAULTY_DAY` two of them are wrong. */
export function dailyRows(day: string): unknown[][] {
	return Array.from({ length: 20 }, (_, index) => {
		const number = index + 1;
		const { customerId, units, total, paid } = order(number);
		const orderId = `D${day.slice(5).replace('-', '')}-${1000 + number}`;
		const faulty = day === FAULTY_DAY;
		return [
			faulty && number === 7 ? '' : `${orderId}-${day}`,
			timeOf(day, number),
			orderId,
			customerId,
			faulty && number === 13 ? 'two' : units,
			total,
			paid,
			number % 2 === 0 ? 'store' : 'phone',
			`C${number % 4}`,
		];
	});
}
