import type { RecordedRequest } from '../graph-server';

/** The path of device images behind the API version; `#` in a line of the log. */
export const imagesPath = '/deviceManagement/virtualEndpoint/deviceImages';

const shortPath = (path: string): string => path.replace(imagesPath, '#');

/** Returns e.g. `GET /v1.0# $select=id 200`; a request whose connection was dropped has no status, but `lost`. */
export function requestLine({ method, path, query, status }: RecordedRequest): string {
	const options = Object.entries(query).map(([key, value]) => `${key}=${value}`);
	return [method, shortPath(path), ...options, status ?? 'lost'].join(' ');
}

/** Returns e.g. `login POST 200`. */
export const areaLine = ({ area, method, status }: RecordedRequest): string => `${area} ${method} ${status ?? 'lost'}`;

/** Returns the round trips to Graph, and how many parts each batch carried: `POST /v1.0/$batch with 20`. */
export function tripLines(requests: RecordedRequest[]): string[] {
	return requests
		.filter(({ area, batchedIn }) => area === 'graph' && batchedIn === undefined)
		.map(({ method, path, number }) => {
			const parts = requests.filter(({ batchedIn }) => batchedIn === number).length;
			return `${method} ${shortPath(path)}${parts ? ` with ${parts}` : ''}`;
		});
}
