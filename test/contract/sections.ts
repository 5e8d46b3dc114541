/** What holds a section of the contract, besides or instead of the questions. */
export interface Section {
	title: string;
	/** Test files from `test/`, each with a describe that begins with the section's number. */
	files?: readonly string[];
	/** Why neither a question nor a test can hold it. */
	notTested?: string;
}

/** The sections of the contract; `L` before the number is the life cycle contract. A section without files is held by questions alone. */
export const sections: Readonly<Record<string, Section>> = {
	'1': { title: 'Methods and permissions', files: ['contract/actions.test.ts'] },
	'1.1': { title: 'National clouds', files: ['unit/clouds.test.ts'] },
	'1.2': { title: 'Headers', files: ['contract/errors.test.ts', 'contract/unknowns.test.ts'] },
	'1.3': { title: 'OData query support', files: ['contract/query.test.ts'] },
	'1.4': { title: 'Create', files: ['contract/methods.test.ts'] },
	'1.5': { title: 'List and Get', files: ['contract/methods.test.ts'] },
	'1.6': { title: 'getSourceImages', files: ['contract/methods.test.ts'] },
	'1.7': { title: 'retryUpload and reupload', files: ['contract/actions.test.ts'] },
	'1.8': { title: 'PATCH', files: ['contract/actions.test.ts'] },
	'2.1': { title: 'Properties' },
	'2.2': { title: 'Enums', files: ['contract/enums.test.ts'] },
	'2.3': { title: 'Evolvable enums', files: ['contract/enums.test.ts'] },
	'2.4': { title: 'Source images' },
	'3.1': { title: 'Life cycle', files: ['contract/lifeCycle.test.ts'] },
	'3.2': { title: 'Image rules', files: ['contract/lifeCycle.test.ts'] },
	'3.3': {
		title: 'Azure-side permissions',
		notTested: 'they are set in Azure, where neither Graph nor the local Graph can look',
	},
	'3.4': { title: 'Expiry' },
	'3.5': { title: 'Errors of the service', files: ['contract/errors.test.ts'] },
	'4.1': { title: 'Error format', files: ['contract/errors.test.ts', 'contract/unknowns.test.ts'] },
	'4.2': { title: 'Throttling', files: ['contract/faults.test.ts'] },
	'4.3': { title: 'Batching', files: ['contract/batch.test.ts', 'contract/unknowns.test.ts'] },
	'4.4': { title: 'Change tracking' },
	'4.5': {
		title: 'Claims challenges',
		files: ['contract/refusals.test.ts'],
	},
	'5': { title: 'Clouds', files: ['unit/clouds.test.ts'] },
	'6.1': {
		title: 'Endpoints and scopes',
		files: [
			'contract/clientCredentials.test.ts',
			'contract/deviceCode.test.ts',
			'contract/signIn.test.ts',
		],
	},
	'6.2': {
		title: 'Client authentication',
		files: ['contract/clientCredentials.test.ts', 'contract/hostIdentity.test.ts'],
	},
	'6.3': { title: 'MSAL', files: ['contract/clientCredentials.test.ts'] },
	'7': { title: 'Neighbouring resources', files: ['contract/actions.test.ts', 'contract/unknowns.test.ts'] },
	'8': { title: 'Open points' },
	'L1.1': { title: 'Provisioning policies: methods', files: ['contract/policies.test.ts'] },
	'L1.2': { title: 'Provisioning policies: properties', files: ['contract/policies.test.ts'] },
	'L1.3': { title: 'Provisioning policies: query support', files: ['contract/policies.test.ts'] },
	'L1.4': { title: 'Switching the image', files: ['contract/policies.test.ts'] },
	'L2.1': { title: 'Cloud PCs: properties', files: ['contract/cloudPcs.test.ts'] },
	'L2.2': { title: 'Cloud PCs: reading', files: ['contract/cloudPcs.test.ts'] },
	'L3': { title: 'Gallery images', files: ['contract/galleryImages.test.ts'] },
	'L4': { title: 'Agent pools', files: ['contract/agentPools.test.ts'] },
	'L9': { title: 'Life cycle: open points', files: ['contract/unknowns.test.ts'] },
};

/** The open points of the sections 8 and L9, and the questions that ask them. */
export const openPoints: Readonly<Record<string, readonly string[]>> = {
	'PATCH reply code': ['patch-v1.0', 'patch-beta'],
	'POST with gallery-version id': ['create-from-gallery'],
	'POST with scopeIds': ['create-scope-ids'],
	'21st image': ['image-21'],
	'duplicate name and version': ['create-twin'],
	'delete in use': ['delete-in-use'],
	'retryUpload on ready': ['retry-on-ready'],
	'retryUpload on pending': ['retry-on-pending'],
	'meaning of warning': ['warning'],
	'$top, $orderby, $count on the list': ['list-top', 'list-orderby', 'list-count'],
	'whether reupload still answers': ['reupload'],
	'real upload duration': ['upload-duration'],
	'null or unknown for osStatus while pending': ['os-status-while-pending'],
	'Read.All delegated consent': ['user-consent'],
	'PATCH of a policy: 204 or 200, anything reset': ['policy-patch-v1.0', 'policy-patch-beta'],
	'how a policy names a custom image': ['policy-image-name'],
	'$filter=imageId on policies': ['policies-filter'],
	'how a Cloud PC names a custom image': ['cloud-pcs-image-name'],
	'$filter=imageDisplayName on Cloud PCs': ['cloud-pcs-filter-imageDisplayName'],
	'page size of Cloud PCs': ['cloud-pcs-page'],
	'$select=managedBy on v1.0': ['policy-select-managedBy-v1.0'],
	'options on agent pools': ['agent-pools-select'],
};
