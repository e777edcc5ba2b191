/** Templates are compiled into the bundle as text. */
declare module "*.yaml" {
  const text: string;
  export default text;
}

/** Programs for the Python in Open WebUI's image, likewise. */
declare module "*.py" {
  const text: string;
  export default text;
}
