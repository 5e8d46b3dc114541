/** Stands for the version of package.json, which the build writes in its place: sources cannot read that file where they run. */
export const packageVersion = 'source';
