// The example is a complete test file, as a user would write it. This file runs it with our tests.
import "../../examples/testing-your-code.test.ts";
