# The two commands to start with are `make demo` and `make test`; both set up what they need.
.PHONY: demo test build format docs bench clean

# A simulated mine through the whole chain, compared with the truth it was made from.
demo:
	@scripts/setup
	@./plumb demo -o out/demo

# Everything that is checked before a change is taken.
test:
	@bash scripts/test

build:
	@scripts/setup
	@scripts/build

format:
	@dotnet format Plumb.slnx

# Writes the pages of the documentation that are made from the program.
docs: build
	@PLUMB_WRITE_DOCS=1 dotnet tests/Plumb.Processing.Tests/bin/Release/net10.0/Plumb.Processing.Tests.dll -noLogo -class Plumb.Processing.Tests.Configuration.SettingsPageTests

# make bench QUESTION=...   (without it: the list of questions)
bench:
	@scripts/setup
	@scripts/build program
	@dotnet run -c Release --project benchmarks/Plumb.Benchmarks -- $(QUESTION)

clean:
	@rm -rf out artifacts src/*/bin src/*/obj tests/*/bin tests/*/obj benchmarks/*/bin benchmarks/*/obj
