import type { SchemaDefinition } from '../schemaRegistry/schemas';
import { TENANT_ID } from '../schemaRegistry/tenantId';
import { SCHEMAS } from './ids';
import { choice, field, list, map, object } from './xdm';

const PROFILE = 'https://ns.adobe.com/xdm/context/profile';
const EXPERIENCE_EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';
const fieldGroup = (id: string) => `https://ns.adobe.com/${TENANT_ID}/mixins/${id}`;

const identityMap = map(
	'Identity Map',
	list(
		'Identities',
		object('Identity', {
			id: field('string', 'Identifier'),
			primary: field('boolean', 'Primary'),
			authenticatedState: choice('Authenticated State', {
				ambiguous: 'Ambiguous',
				authenticated: 'Authenticated',
				loggedOut: 'Logged Out',
			}),
		}),
	),
);

const address = object('Home Address', {
	street1: field('string', 'Street 1'),
	city: field('string', 'City'),
	postalCode: field('string', 'Postal Code'),
	countryCode: field('string', 'Country Code', { pattern: '^[A-Z]{2}$' }),
});

/** Flat: a relational schema has its fields at the root, outside of the tenant's namespace (EN:xdm/schema/relational). */
const stores: SchemaDefinition = {
	$id: SCHEMAS.stores,
	title: 'Acme Stores',
	description: 'Stores of Acme Retail, one record a store.',
	class: 'https://ns.adobe.com/xdm/data/adhoc-v2',
	fieldGroups: [],
	properties: {
		storeId: field('string', 'Store ID'),
		storeName: field('string', 'Store Name'),
		city: field('string', 'City'),
		countryCode: field('string', 'Country Code'),
		openedOn: field('date', 'Opened On'),
		squareMeters: field('integer', 'Square Meters'),
		active: field('boolean', 'Active'),
	},
	required: [],
};

/** Nested: Adobe's own field groups on the profile class, no field required. */
const profiles: SchemaDefinition = {
	$id: SCHEMAS.profiles,
	title: 'Acme Customer Profiles',
	description: 'Customers of Acme Retail, as the customer database knows them.',
	class: PROFILE,
	fieldGroups: [
		'https://ns.adobe.com/xdm/context/profile-person-details',
		'https://ns.adobe.com/xdm/context/profile-personal-details',
		'https://ns.adobe.com/xdm/context/identitymap',
		fieldGroup('5e7a19c04d2b48f6a1c3e8b97d605f42'),
	],
	properties: {
		_id: field('string', 'Identifier'),
		_repo: object('Repository', {
			createDate: field('date-time', 'Create Date'),
			modifyDate: field('date-time', 'Modify Date'),
		}),
		person: object('Person', {
			birthDate: field('date', 'Birth Date'),
			gender: choice('Gender', {
				female: 'Female',
				male: 'Male',
				not_specified: 'Not Specified',
			}),
			name: object('Full Name', {
				firstName: field('string', 'First Name'),
				lastName: field('string', 'Last Name'),
			}),
		}),
		personalEmail: object('Personal Email', {
			address: field('string', 'Address', { format: 'email' }),
			primary: field('boolean', 'Primary'),
		}),
		mobilePhone: object('Mobile Phone', { number: field('string', 'Number') }),
		homeAddress: address,
		identityMap,
		[`_${TENANT_ID}`]: object('Acme Retail', {
			loyalty: object('Loyalty', {
				tier: choice('Tier', { bronze: 'Bronze', silver: 'Silver', gold: 'Gold' }),
				points: field('long', 'Points'),
				joinedOn: field('date', 'Joined On'),
			}),
			favouriteStores: list('Favourite Stores', field('string', 'Store ID')),
		}),
	},
	required: [],
	identities: [{ property: '/personalEmail/address', namespace: 'Email', isPrimary: true }],
};

/** With required fields, at the root and in the tenant's namespace: events need `_id` and `timestamp`. */
const orders: SchemaDefinition = {
	$id: SCHEMAS.orders,
	title: 'Acme Orders',
	description: 'Orders of Acme Retail, online and in stores, one event an order.',
	class: EXPERIENCE_EVENT,
	fieldGroups: [
		'https://ns.adobe.com/xdm/context/identitymap',
		fieldGroup('c83f20d15a6e4b9c8d7f1e0a2b3c4d5e'),
	],
	properties: {
		_id: field('string', 'Identifier'),
		timestamp: field('date-time', 'Timestamp'),
		eventType: field('string', 'Event Type'),
		identityMap,
		[`_${TENANT_ID}`]: object(
			'Acme Retail',
			{
				orderId: field('string', 'Order ID'),
				customerId: field('string', 'Customer ID'),
				quantity: field('integer', 'Quantity', { minimum: 0 }),
				total: field('number', 'Total'),
				paid: field('boolean', 'Paid'),
				channel: choice('Channel', { online: 'Online', store: 'Store', phone: 'Phone' }),
				delivery: object('Delivery', {
					city: field('string', 'City'),
					promisedOn: field('date', 'Promised On'),
				}),
				items: list(
					'Items',
					object('Item', {
						sku: field('string', 'SKU'),
						units: field('integer', 'Units'),
						price: field('number', 'Price'),
					}),
				),
				attributes: map('Attributes', { type: 'string', 'meta:xdmType': 'string' }),
			},
			['orderId', 'customerId'],
		),
	},
	required: ['_id', 'timestamp', `_${TENANT_ID}`],
	identities: [{ property: `/_${TENANT_ID}/customerId`, namespace: 'CRMID', isPrimary: true }],
};

/** Three schemas of different depth. */
export const tenantSchemas: SchemaDefinition[] = [stores, profiles, orders];
