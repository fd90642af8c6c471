#!/usr/bin/env escript
%% -*- erlang -*-
%% Writes what this Erlang makes of terms of every kind, for tests that have no Erlang:
%%
%%     escript golden_terms.escript ../../../../../adapter/src/test/resources/io/teleport/engine/etf/golden-terms.txt
%%
%% A line is a name, how the term prints (or - where that depends on the node), bytes of the term in
%% some form, and its bytes in the form of the newest releases. All numbers are fixed, so that every
%% node writes the same.
-mode(compile).

main([File]) ->
    Lines = [line(Name, Bytes) || {Name, Bytes} <- written() ++ only_read()],
    ok = file:write_file(File, unicode:characters_to_binary(
        ["# name, text, bytes, bytes in the newest form; made by golden_terms.escript\n" | Lines])).

line(Name, Bytes) ->
    Term = binary_to_term(Bytes),
    Newest = term_to_binary(Term, [{minor_version, 2}]),
    Term = binary_to_term(Newest),
    [Name, $\t, text(Term), $\t, hex(Bytes), $\t, hex(Newest), $\n].

text(Term) ->
    case printable(Term) of
        true -> io_lib:format("~0tp", [Term]);
        false -> "-"
    end.

%% Identifiers print by the order in which the node came to know theirs, large maps by theirs.
printable(Term) when is_pid(Term); is_port(Term); is_reference(Term) -> false;
printable(Term) when is_function(Term) -> erlang:fun_info(Term, type) =:= {type, external};
printable(Term) when is_map(Term) -> map_size(Term) =< 1;
printable(Term) when is_tuple(Term) -> lists:all(fun printable/1, tuple_to_list(Term));
printable([Head | Tail]) -> printable(Head) andalso printable(Tail);
printable(_) -> true.

%% Terms that every release writes alike, and forms that a release may write by its options.
written() ->
    [{Name, term_to_binary(Term, [{minor_version, 2}])} || {Name, Term} <- terms()] ++
    [{"atom as Latin-1 text", term_to_binary('é', [{minor_version, 1}])},
     {"float as text", term_to_binary(-1.5e-300, [{minor_version, 0}])},
     {"smallest float as text", term_to_binary(5.0e-324, [{minor_version, 0}])},
     {"compressed", term_to_binary(lists:duplicate(200, {a, 1}), [{minor_version, 2}, compressed])}].

terms() ->
    [{"small integer, least", 0},
     {"small integer, most", 255},
     {"integer above a byte", 256},
     {"integer below zero", -1},
     {"integer, most", 16#7FFFFFFF},
     {"integer, least", -16#80000000},
     {"small big of 4 bytes", 16#80000000},
     {"small big of 4 bytes, negative", -16#80000001},
     {"small big of 8 bytes", 16#7FFFFFFFFFFFFFFF},
     {"small big of 8 bytes, negative", -16#8000000000000000},
     {"small big of 9 bytes", 1 bsl 64},
     {"small big, most", (1 bsl 2040) - 1},
     {"large big", 1 bsl 2040},
     {"large big, negative", -(1 bsl 3000)},
     {"float", 1.5},
     {"float, minus zero", -0.0},
     {"float without exact decimals", 0.1},
     {"float, printed with an exponent", 1.0e22},
     {"float, most", 1.7976931348623157e308},
     {"float, least above zero", 5.0e-324},
     {"atom", ok},
     {"atom without characters", ''},
     {"atom in quotes", 'it\'s "A"\n'},
     {"atom of two bytes a character", 'é'},
     {"atom of four bytes a character", list_to_atom([16#1F600])},
     {"atom of 255 bytes", list_to_atom(lists:duplicate(255, $x))},
     {"atom of more than 255 bytes", list_to_atom(lists:duplicate(255, 16#1F600))},
     {"atom, reserved word", 'end'},
     {"tuple without elements", {}},
     {"tuple", {ok, {1, [a]}}},
     {"tuple of 255", list_to_tuple(lists:duplicate(255, []))},
     {"tuple of 256", list_to_tuple(lists:duplicate(256, []))},
     {"empty list", []},
     {"string", "it's \"A\"\n"},
     {"string of Latin-1", [233, 160]},
     {"string of bytes that are no text", [0, 255]},
     {"list of integers", [1, 256]},
     {"list of characters beyond Latin-1", [955]},
     {"list of lists", [[], [a], "b"]},
     {"improper list", [a, 1 | b]},
     {"improper list of bytes", [1, 2 | 3]},
     {"binary without bytes", <<>>},
     {"binary of text", <<"it's \"A\"\n">>},
     {"binary of UTF-8", <<"é"/utf8>>},
     {"binary of UTF-8 beyond Latin-1", <<955/utf8>>},
     {"binary of Latin-1", <<233>>},
     {"binary of bytes that are no text", <<0, 255>>},
     {"bit string of one bit", <<1:1>>},
     {"bit string", <<1, 2, 5:3>>},
     {"map without entries", #{}},
     {"map", #{a => #{"b" => <<"c">>}}},
     {"map of 2", #{1 => a, 2 => b}},
     {"pid", binary_to_term(<<131, 88, (node_name())/binary, 105:32, 1:32, 16#01020304:32>>)},
     {"pid, most", binary_to_term(<<131, 88, (node_name())/binary, -1:32, -1:32, -1:32>>)},
     {"port of 28 bits", binary_to_term(<<131, 89, (node_name())/binary, 16#0FFFFFFF:32, 5:32>>)},
     {"port of 29 bits", binary_to_term(<<131, 120, (node_name())/binary, 16#10000000:64, 5:32>>)},
     {"port, most", binary_to_term(<<131, 120, (node_name())/binary, -1:64, -1:32>>)},
     {"reference of 2 words", reference([1, -1])},
     {"reference of 3 words", reference([1, 2, 3])},
     {"reference of 5 words", reference([1, 2, 3, 4, 5])},
     {"exported function", fun lists:map/2},
     {"fun", binary_to_term(<<131, (function(2))/binary>>)},
     {"fun that captured nothing", binary_to_term(<<131, (function(0))/binary>>)},
     {"reply tag", [alias | reference([1, 2, 3])]}].

%% Old forms, written by hand. The node has to read them; what it writes for them is the new form.
only_read() ->
    [{"SMALL_ATOM_EXT", <<131, 115, 1, 233>>},
     {"ATOM_EXT", <<131, 100, 2:16, "ok">>},
     {"FLOAT_EXT", <<131, 99, "1.50000000000000000000e+00", 0:40>>},
     {"PID_EXT", <<131, 103, (node_name())/binary, 105:32, 1:32, 2>>},
     {"PORT_EXT", <<131, 102, (node_name())/binary, 9:32, 1>>},
     {"V4_PORT_EXT of a small number", <<131, 120, (node_name())/binary, 9:64, 1:32>>},
     {"REFERENCE_EXT", <<131, 101, (node_name())/binary, 9:32, 1>>},
     {"NEW_REFERENCE_EXT", <<131, 114, 2:16, (node_name())/binary, 2, 1:32, 3:32>>},
     {"LARGE_TUPLE_EXT of 1", <<131, 105, 1:32, 106>>},
     {"LIST_EXT without elements", <<131, 108, 0:32, 106>>},
     {"LIST_EXT that ends in lists", <<131, 108, 1:32, 97, 1, 108, 1:32, 97, 2, 107, 1:16, 3>>},
     {"STRING_EXT as tail", <<131, 108, 1:32, 119, 1, "a", 107, 2:16, "bc">>},
     {"SMALL_BIG_EXT with zeros", <<131, 110, 3, 0, 5, 0, 0>>},
     {"SMALL_BIG_EXT of no bytes", <<131, 110, 0, 1>>},
     {"LARGE_BIG_EXT of 2 bytes", <<131, 111, 2:32, 1, 0, 1>>},
     {"INTEGER_EXT of a byte", <<131, 98, 7:32>>},
     {"BIT_BINARY_EXT of whole bytes", <<131, 77, 2:32, 8, 1, 2>>},
     {"BIT_BINARY_EXT with bits beyond the end", <<131, 77, 1:32, 3, 255>>},
     {"MAP_EXT in no order", <<131, 116, 1:32, 97, 2, 116, 0:32>>}].

node_name() -> <<119, 3, "a@h">>.

reference(Words) ->
    binary_to_term(<<131, 90, (length(Words)):16, (node_name())/binary, 16#01020304:32,
                     << <<Word:32>> || Word <- Words >>/binary>>).

function(Captured) ->
    Body = <<1, 16#abababababababababababababababab:128, 2:32, Captured:32, 119, 1, "t", 97, 0,
             98, 16#04af58c8:32, 88, (node_name())/binary, 9:32, 0:32, 5:32,
             << <<97, N>> || N <- lists:seq(1, Captured) >>/binary>>,
    <<112, (byte_size(Body) + 4):32, Body/binary>>.

hex(Bytes) ->
    string:lowercase(binary:encode_hex(Bytes)).
