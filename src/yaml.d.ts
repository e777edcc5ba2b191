/** Templates are compiled into the bundle as text. */
declare module "*.yaml" {
  const text: string;
  export default text;
}
