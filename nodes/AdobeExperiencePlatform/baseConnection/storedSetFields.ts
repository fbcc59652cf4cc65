import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { StoredSet } from './sources/source';

export type Show = NonNullable<IDisplayOptions['show']>;

/** The choice, and below it where secrets are safer than in the fields that follow. */
export function storedSetFields(
	storedSet: StoredSet,
	initial: StoredSet['initial'],
	show: Show,
): INodeProperties[] {
	const { name, label } = storedSet;
	return [
		storedSetField(storedSet, initial, show),
		{
			displayName: `What you type into these fields is saved in the workflow. The Adobe credential is a safer place: choose ${label} > Credential.`,
			name: `${name}Notice`,
			type: 'notice',
			default: '',
			displayOptions: { show: { ...show, [name]: ['fields'] } },
		},
	];
}

function storedSetField(
	{ name, label, what, example }: StoredSet,
	initial: StoredSet['initial'],
	show: Show,
): INodeProperties {
	return {
		displayName: label,
		name,
		type: 'options',
		options: [
			{
				name: 'Credential',
				value: 'credential',
				description: 'Take the keys that the Adobe credential of this node holds',
			},
			{
				name: 'Fields Below',
				value: 'fields',
				description: `Take the keys from the fields, for instance from ${example}`,
			},
		],
		default: initial,
		displayOptions: { show },
		description: `Where the ${what} come from. n8n saves what is typed into fields in the workflow.`,
	};
}
