/** The rules by which contributions become statistics and statistics become reports; a change to them dirties every unit once. */
export const methodVersion = 2;
