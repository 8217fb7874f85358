// The example is a test file of its own, as a user would have it; here it runs with ours.
import "../../examples/testing-your-code.test.ts";
